import { expect } from 'chai';
import { violationsOf, withAttributes, withEntries, withHistory, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { HistoryBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import { type EventHistory, eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import type { ClientAction } from '../../model/plan.ts';
import { completes, shortHistory, withHistories } from '../test-support/family.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const judge = (evidence: Evidence): Finding => everyWorkflowCompletes.judge(evidence);
const ids = { workflowId: 'document-2', type: 'ingestDocument' } as const;
const RUN = 'run-of-document-2';
const result = { status: 'timed-out' };

/** The evidence in which the first run of the second document ends in this way. */
function endingBy(evidence: Evidence, type: string, attributes: Readonly<Record<string, Json>> = {}): Evidence {
  return withHistory(evidence, 'document-2', (history) => ({
    ...history,
    events: history.events.map((event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
        ? withAttributes({ ...event, eventType: `EVENT_TYPE_${type}` }, attributes)
        : event,
    ),
  }));
}

/** A run that follows the one before it. */
function next(
  runId: string,
  before: string,
  { steps = well, initiator = 'WORKFLOW' }: { readonly steps?: typeof well; readonly initiator?: string } = {},
): EventHistory {
  const start = { continuedExecutionRunId: before, initiator: `CONTINUE_AS_NEW_INITIATOR_${initiator}` };
  return shortHistory({ ...ids, runId, atMs: 8000 }, start, steps);
}

const well = (builder: HistoryBuilder): void => completes(builder, result);
const ending =
  (type: string) =>
  (builder: HistoryBuilder): void =>
    void builder.add(8200, `WORKFLOW_EXECUTION_${type}`, {});
const continued = endingBy(correctRun(), 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW');
const failed = endingBy(correctRun(), 'WORKFLOW_EXECUTION_FAILED');

describe('every-workflow-completes: a chain of runs', () => {
  it('judges the start of the first run, and the end and the result of the last', () => {
    const chain = withHistories(continued, next('r2', RUN, { steps: ending('CONTINUED_AS_NEW') }), next('r3', 'r2'));
    expect(judge(chain).verdict).to.equal('valid');
    const started = withJob(chain, 'document-2', (job) => ({ ...job, args: ['another'] }));
    expect(violationsOf(judge(started))).to.deep.equal(['other-start']);
    const other = withHistories(continued, next('r2', RUN, { steps: (builder) => completes(builder, 'another') }));
    expect(violationsOf(judge(other))).to.deep.equal(['other-result']);
  });

  it('allows a run that failed and was retried', () => {
    expect(judge(withHistories(failed, next('r2', RUN, { initiator: 'RETRY' }))).verdict).to.equal('valid');
    const twice = judge(withHistories(failed, next('r2', RUN, { steps: ending('FAILED'), initiator: 'RETRY' })));
    expect(violationsOf(twice)).to.deep.equal(['other-end']);
    expect(twice.exhibits[0]).to.have.property('detail', `Run 1 of 2 (${RUN}) is failed.`);
  });

  it('names the first run that went wrong of those that a schedule made', () => {
    const cron = withHistories(
      endingBy(correctRun(), 'WORKFLOW_EXECUTION_COMPLETED', { newExecutionRunId: 'r2' }),
      next('r2', RUN, { steps: ending('FAILED'), initiator: 'CRON_SCHEDULE' }),
      next('r3', 'r2', { steps: ending('FAILED'), initiator: 'CRON_SCHEDULE' }),
    );
    const finding = judge(cron);
    expect(violationsOf(finding)).to.deep.equal(['other-end']);
    expect(finding.exhibits[0]).to.have.property('detail', 'Run 2 of 3 (r2) is failed.');
    const once = withHistories(failed, next('r2', RUN, { initiator: 'CRON_SCHEDULE' }));
    expect(violationsOf(judge(once))).to.deep.equal(['other-end']);
  });

  it('is invalid where a run that is to go on has no successor, or the chain still runs', () => {
    expect(violationsOf(judge(continued))).to.deep.equal(['other-end']);
    const open = withHistories(continued, next('r2', RUN, { steps: (builder) => void builder.workflowTask(8100) }));
    expect(violationsOf(judge(open))).to.deep.equal(['other-end']);
    expect(judge(open).exhibits[0]).to.include({
      actual: 'still running',
      detail: 'Run 2 of 2 (r2) is still running.',
    });
  });

  it('is invalid where no event links two runs, as of a workflow that a client started twice', () => {
    const twice = withHistories(correctRun(), shortHistory({ ...ids, runId: 'r2', atMs: 8000 }, {}, well));
    expect(violationsOf(judge(twice))).to.deep.equal(['several-event-histories']);
    const elsewhere = withHistories(correctRun(), next('r2', 'gone'));
    expect(violationsOf(judge(elsewhere))).to.deep.equal(['several-event-histories']);
  });

  it('lets a reset replace the run that it was made from', () => {
    const base = endingBy(correctRun(), 'WORKFLOW_EXECUTION_TERMINATED');
    const made = resetOf(base);
    expect(judge(withHistories(base, made)).verdict).to.equal('valid');
    const stillOpen = { ...made, events: made.events.slice(0, -1) };
    expect(violationsOf(judge(withHistories(base, stillOpen)))).to.deep.equal(['other-end']);
  });

  it('counts no signal twice that a reset copied', () => {
    const base = correctRun();
    const signalled = withHistories(base, resetOf(base, 'document-1', { status: 'published' }));
    expect(judge(signalled).verdict).to.equal('valid');
  });

  it('wants a reset that the plan has and the client heard of, and each of several', () => {
    const action: ClientAction = { kind: 'reset', name: '', args: [], after: { kind: 'started' } };
    const reset = { kind: 'client', action: 'reset', workflowId: 'document-2' } as const;
    const planned = (times: number): Evidence => {
      const actions = Array.from({ length: times }, () => action);
      const entries = actions.flatMap((_, index) => [
        { ...reset, operation: 90 + index, step: 'invoke', atMs: 6600 } as const,
        { ...reset, operation: 90 + index, step: 'ok', atMs: 6610 } as const,
      ]);
      const base = withJob(endingBy(correctRun(), 'WORKFLOW_EXECUTION_TERMINATED'), 'document-2', (job) => {
        return { ...job, actions };
      });
      return withEntries(base, ...entries);
    };
    const once = withHistories(planned(1), resetOf(planned(1)));
    expect(judge(once).verdict).to.equal('valid');
    expect(violationsOf(judge(withHistories(planned(2), resetOf(planned(2)))))).to.deep.equal(['action-not-recorded']);
    expect(violationsOf(judge(planned(1)))).to.include('action-not-recorded');
    const never = withJob(correctRun(), 'document-2', (job) => ({ ...job, actions: [action] }));
    expect(violationsOf(judge(never))).to.deep.equal(['action-never-sent']);
  });
});

/** The run of a reset to an instant after the signal: a copy of the base's events, the reset, and a good end. */
function resetOf(evidence: Evidence, workflowId = 'document-2', value: Json = result): EventHistory {
  const rows = evidence.eventHistories.state === 'collected' ? evidence.eventHistories.rows : [];
  const base = rows.find((row) => row.workflowId === workflowId);
  const copied = base?.events.slice(0, -1) ?? [];
  const rest = shortHistory({ workflowId, runId: 'again' }, {}, (builder) => {
    builder.add(8000, 'WORKFLOW_TASK_FAILED', {
      cause: 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW',
      baseRunId: base?.runId ?? '',
      newRunId: 'again',
    });
    completes(builder, value);
  });
  const events = [...copied, ...rest.events.slice(1)];
  return {
    workflowId,
    runId: 'again',
    events: events.map((event, index) => ({ ...event, eventId: String(index + 1) })),
  };
}
