import { expect } from 'chai';
import { violationsOf, withEvents, withHistory, withJob, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { timeAt } from '../contracts/sample-run/history-builder.ts';
import type { Finding } from '../model/check.ts';
import { eventTypeOf } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import { timersAsExpected } from './timers-as-expected.ts';

const ID = 'document-2';
const run = correctRun();
const judge = (evidence: Evidence): Finding => timersAsExpected.judge(evidence);

function expecting(atLeastMs: number, evidence = run): Evidence {
  const timers = [{ name: 'review', atLeastMs }];
  return withJob(evidence, ID, (job) => ({ ...job, expect: { ...job.expect, timers } }));
}

/** The run whose one timer, of a second, fires at another instant than 6900. */
function firedAt(atMs: number): Evidence {
  return withEvents(run, ID, (event) =>
    eventTypeOf(event) === 'TIMER_FIRED' ? { ...event, eventTime: timeAt(atMs) } : event,
  );
}

describe('timers-as-expected', () => {
  it('is valid for the correct run and counts its timers', () => {
    expect(judge(run).verdict).to.equal('valid');
    expect(judge(run).summary).to.equal(
      'None was too short or too long: 1 timer fired in 2 event histories, 0 expected.',
    );
  });

  it('is invalid if a timer fires before its time', () => {
    const finding = judge(firedAt(6400));
    expect(violationsOf(finding)).to.deep.equal(['timer-early']);
    expect(finding.exhibits[0]).to.deep.include({ workflowId: ID, expected: 1000, actual: 500 });
  });

  it('allows for times in whole milliseconds, and for a timer that fires late', () => {
    expect(judge(firedAt(6898)).verdict).to.equal('valid');
    expect(judge(firedAt(6897)).verdict).to.equal('invalid');
    expect(judge(firedAt(20_000)).verdict).to.equal('valid');
  });

  it('is invalid if the workflow asks for less time than its inputs say, or for no timer at all', () => {
    expect(judge(expecting(1000)).verdict).to.equal('valid');
    const short = judge(expecting(2000));
    expect(violationsOf(short)).to.deep.equal(['timer-early']);
    expect(short.exhibits[0]).to.deep.include({ workflowId: ID, expected: 2000, actual: 1000 });
    const none = withEvents(expecting(1000), ID, (event) => (eventTypeOf(event) === 'TIMER_FIRED' ? null : event));
    expect(judge(none).exhibits[0]).to.deep.include({ expected: 1000, actual: null });
  });

  it('is invalid if the workflow asks for more time than its inputs allow', () => {
    const within = (atLeastMs: number, atMostMs: number): Evidence =>
      withJob(run, ID, (job) => {
        return { ...job, expect: { ...job.expect, timers: [{ name: 'review', atLeastMs, atMostMs }] } };
      });
    expect(judge(within(1000, 1000)).verdict).to.equal('valid');
    const long = judge(within(400, 500));
    expect(long.exhibits).to.deep.equal([
      {
        workflowId: ID,
        violation: 'timer-late',
        step: 'timer review',
        detail: 'The timer "review" may run 500 ms at most, but the workflow asked for 1000 ms.',
        expected: 500,
        actual: 1000,
      },
    ]);
    expect(long.summary).to.include('1 timer too long: ');
    expect(violationsOf(judge(within(1500, 1500)))).to.deep.equal(['timer-early']);
  });

  it('compares the longest with the longest: a longer one that was not expected accuses nothing', () => {
    const two = withJob(expecting(1000), ID, (job) => {
      return {
        ...job,
        expect: {
          ...job.expect,
          timers: [
            { name: 'a', atLeastMs: 1 },
            { name: 'b', atLeastMs: 900 },
          ],
        },
      };
    });
    expect(judge(two).exhibits).to.deep.equal([
      {
        workflowId: ID,
        violation: 'timer-early',
        step: 'timer a',
        detail: 'The timer "a" must run 1 ms, but no timer fired for it.',
        expected: 1,
        actual: null,
      },
    ]);
  });

  it('asks for no timer of a workflow that ended otherwise than expected', () => {
    const other = withHistory(expecting(2000), ID, (history) => ({
      ...history,
      events: history.events.map((event) =>
        eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
          ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED' }
          : event,
      ),
    }));
    expect(judge(other).verdict).to.equal('valid');
  });

  it('says nothing of how long a timer ran where the server was made to skip time', () => {
    const skipped = firedAt(5950);
    expect(judge(skipped).verdict).to.equal('invalid');
    const told = withHistory(skipped, ID, (history) => ({
      ...history,
      events: [
        ...history.events.slice(0, 1),
        { eventId: '2', eventTime: timeAt(0), eventType: 'EVENT_TYPE_TIME_SKIPPING_TRANSITIONED' },
        ...history.events.slice(1),
      ],
    }));
    expect(judge(told).verdict).to.equal('valid');
  });

  it('is unknown without event histories', () => {
    expect(judge(withRows(run, 'eventHistories', () => [])).verdict).to.equal('unknown');
  });
});
