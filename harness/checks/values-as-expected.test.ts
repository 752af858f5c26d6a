import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withEvents,
  withJob,
  withJournal,
  withPlan,
  withRows,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { payloads } from '../contracts/sample-run/history-builder.ts';
import type { Finding } from '../model/check.ts';
import { attributesOf, eventTypeOf } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Json } from '../model/json.ts';
import { checkNames } from './index.ts';
import { judgeChecks } from './judge.ts';
import { withEventBeforeLast } from './test-support/family.ts';
import { valuesAsExpected } from './values-as-expected.ts';

type Given = NonNullable<Expectation['activities']>;

const plain = correctRun();
const giving = (evidence: Evidence, workflowId: string, activities: Given): Evidence =>
  withJob(evidence, workflowId, (job) => ({ ...job, expect: { ...job.expect, activities } }));
const values: Given = [
  { type: 'extractPages', input: [null], result: { pages: 3 } },
  { type: 'embedPages', input: [1] },
  { type: 'saveCheckpoint', input: [{ stage: 'received', work: [{ document: 'document-1', pages: 3 }] }] },
  { type: 'saveCheckpoint' },
  { type: 'saveCheckpoint', result: null },
  { type: 'saveCheckpoint' },
  { type: 'saveCheckpoint' },
];
const run = giving(plain, 'document-1', values);
const judge = (evidence: Evidence): Finding => valuesAsExpected.judge(evidence);

/** The run with the result of the activity, or its input, replaced in the event history. */
function withValue(what: 'input' | 'result', activityId: string, value: Json): Evidence {
  let scheduledEventId = '';
  return withEvents(run, 'document-1', (event) => {
    const attributes = attributesOf(event);
    if (attributes.activityId === activityId) scheduledEventId = event.eventId;
    const isIt =
      what === 'input'
        ? attributes.activityId === activityId
        : eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' && attributes.scheduledEventId === scheduledEventId;
    return isIt ? withAttributes(event, { [what]: payloads([value]) }) : event;
  });
}

describe('values-as-expected', () => {
  it('is valid where all that is given is so, and says how much that is', () => {
    expect(judge(run)).to.deep.include({
      verdict: 'valid',
      summary: '7 activities with 3 inputs and 2 results as given.',
    });
  });

  it('is invalid for a result that a resumed attempt has blanked: with step, attempt, place and both values', () => {
    const finding = judge(withValue('result', '2', { pages: 0 }));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.exhibits).to.deep.equal([
      {
        workflowId: 'document-1',
        violation: 'other-value',
        detail: 'result.pages differs.',
        step: 'extractPages 1',
        attempt: 2,
        at: 'result.pages',
        expected: 3,
        actual: 0,
      },
    ]);
  });

  it('is invalid for the input of another workflow, and for values of another shape', () => {
    expect(judge(withValue('input', '4', { document: 'document-9', pages: 0 })).exhibits[0]).to.include({
      violation: 'other-value',
      at: 'input[0]',
      expected: 1,
    });
    expect(violationsOf(judge(withValue('result', '2', null)))).to.deep.equal(['other-value']);
    expect(violationsOf(judge(withValue('input', '1', ['x'])))).to.deep.equal(['other-value']);
  });

  it('counts nothing twice that a reset made anew, and looks at what was done before it too', () => {
    const reset = {
      eventType: 'EVENT_TYPE_WORKFLOW_TASK_FAILED',
      workflowTaskFailedEventAttributes: { baseRunId: 'run-of-document-1', newRunId: 'again' },
    };
    const again = (evidence: Evidence): Evidence =>
      withRows(evidence, 'eventHistories', (rows) => {
        const made = rows.filter(({ workflowId }) => workflowId === 'document-1');
        return [...rows, ...made.map((row) => ({ ...row, runId: 'again', events: withEventBeforeLast(row, reset) }))];
      });
    expect(judge(again(run)).verdict).to.equal('valid');
    const blanked = withValue('result', '2', { pages: 0 });
    const wellAgain = withRows(again(run), 'eventHistories', (rows) => {
      const [before] = blanked.eventHistories.state === 'collected' ? blanked.eventHistories.rows : [];
      return rows.map((row) => (row.runId === before?.runId ? before : row));
    });
    expect(violationsOf(judge(wellAgain))).to.deep.equal(['other-value']);
  });

  it('is invalid where an activity is missing, or one is there that is not among those given', () => {
    const [extract, ...others] = values;
    expect(violationsOf(judge(giving(plain, 'document-1', [...values, { type: 'embedPages' }])))).to.deep.equal([
      'missing',
    ]);
    expect(
      violationsOf(judge(giving(plain, 'document-1', [extract ?? { type: '' }, ...others.slice(0, -1)]))),
    ).to.deep.equal(['unexpected']);
    expect(judge(giving(plain, 'document-1', values.slice(0, 2))).verdict).to.equal('valid');
  });

  it('is invalid where activities of one type come in another order than given', () => {
    const stages: Given = ['received', 'extracted'].map((stage) => ({
      type: 'saveCheckpoint',
      input: [{ stage, work: [stage === 'received' ? { document: 'document-1', pages: 3 } : { pages: 3 }] }],
    }));
    const rest = [{}, {}, {}].map(() => ({ type: 'saveCheckpoint' }));
    expect(judge(giving(plain, 'document-1', [...stages, ...rest])).verdict).to.equal('valid');
    const swapped = judge(giving(plain, 'document-1', [...stages.toReversed(), ...rest]));
    expect(violationsOf(swapped)).to.deep.equal(['other-value', 'other-value']);
  });

  it('leaves an activity that never completed, and was asked for again, to other checks', () => {
    const failed = withRows(run, 'eventHistories', (rows) =>
      rows.map((row) => {
        const [scheduled] = row.events.filter((event) => attributesOf(event).activityId === '4');
        if (row.workflowId !== 'document-1' || scheduled === undefined) return row;
        return {
          ...row,
          events: [...row.events, { ...withAttributes(scheduled, { activityId: '99' }), eventId: '500' }],
        };
      }),
    );
    expect(judge(failed).verdict).to.equal('valid');
  });

  it('reads no value that is not given: it may be no JSON', () => {
    const encrypted = { metadata: { encoding: Buffer.from('binary/encrypted').toString('base64') }, data: 'AAAA' };
    const hidden = withEvents(run, 'document-1', (event) =>
      attributesOf(event).activityId === '4' ? withAttributes(event, { input: { payloads: [encrypted] } }) : event,
    );
    const unread = giving(hidden, 'document-1', [{ type: 'embedPages', result: { batch: 1 } }]);
    expect(judge(unread).verdict).to.equal('valid');
    const given = judge(giving(hidden, 'document-1', [{ type: 'embedPages', input: [7] }]));
    expect(given.verdict).to.equal('unknown');
    expect(given.summary).to.contain('embedPages 1: input[0] of document-1, "binary/encrypted"');
  });

  it('is unknown where nothing is given, and of a job that may be absent or is in doubt', () => {
    expect(judge(plain).verdict).to.equal('unknown');
    expect(judge(giving(plain, 'document-1', [])).verdict).to.equal('unknown');
    const info = withJournal(run, (entry) =>
      entry.kind === 'client' && entry.workflowId === 'document-1' && entry.step === 'ok'
        ? { ...entry, step: 'info' }
        : entry,
    );
    const absent = withRows(info, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-1'));
    expect(judge(absent).verdict).to.equal('unknown');
    const waiting = withEvents(info, 'document-1', (event) => (Number(event.eventId) > 19 ? null : event));
    expect(judge(waiting).verdict).to.equal('unknown');
  });

  it('is judged wherever values are given, whether or not the plan names it', () => {
    const named = (evidence: Evidence): readonly string[] =>
      judgeChecks(withPlan(evidence, { checks: ['every-workflow-completes'] })).findings.map(({ check }) => check);
    expect(named(run)).to.include('values-as-expected');
    expect(named(plain)).not.to.include('values-as-expected');
    expect(checkNames).not.to.include('values-as-expected');
    expect(judgeChecks(withPlan(run, { checks: [...checkNames] })).verdict).to.equal('valid');
  });
});
