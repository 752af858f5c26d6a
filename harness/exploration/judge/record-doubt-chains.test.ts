import { expect } from 'chai';
import { call, type Dated } from '../../contracts/sample-run/journal-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow, LedgerLine } from '../../model/evidence.ts';
import { activityPlace, taskPlace } from '../test-support/boundaries.ts';
import { completion, dropped, history, proofOf } from '../test-support/proof-of.ts';
import { HELD_CALL, heldCall, WORKFLOW_ID } from '../test-support/struck.ts';

/** A run of the struck workflow, whose activity 1 was completed by an attempt. */
const run = (runId: string, attempt: number): EventHistory => ({ ...history(attempt), runId });

/** A child of the struck workflow. */
const child: EventHistory = { ...history(1), workflowId: 'child', runId: 'of-child' };

const line = (workflowId: string, attempt: number): LedgerLine => ({
  sequence: 1,
  time: '2026-11-22T12:00:00.000Z',
  kind: 'ocr',
  subject: {},
  idempotencyKey: null,
  payloadHash: 'x',
  outcome: 'applied',
  activity: { workflowId, activityId: '1', attempt },
});

const request = (runId: string, more: object = {}): Dated => ({
  kind: 'http',
  component: 'worker-1',
  incarnation: 1,
  link: 'outside@worker-1',
  method: 'POST',
  path: '/',
  startedMs: 2500,
  latencyMs: 10,
  outcome: 'answered',
  status: 200,
  requestBytes: 1,
  replyBytes: 1,
  workflowId: WORKFLOW_ID,
  activityId: '1',
  attempt: 1,
  nth: 1,
  call: 7,
  atMs: 2510,
  runId,
  ...more,
});

describe('whyUnproved: a workflow that goes on in several runs', () => {
  const runs = { history: run('second', 1), further: [run('first', 2), run('third', 1)] };

  it('looks into the event history of the run that was struck', () => {
    const place = completion('request');
    const held = (runId: string) => [...dropped(place), heldCall({ method: 'RespondActivityTaskCompleted', runId })];
    expect(proofOf(place, { ...runs, journal: held('first') })).to.equal(null);
    expect(proofOf(place, { ...runs, journal: held('second') })).to.match(/has attempt 1/);
    expect(proofOf(place, { ...runs, journal: held('unknown') })).to.match(/^There is no event history/);
  });

  it('looks for the workflow task of that run: event ids begin anew in each', () => {
    const place = taskPlace(1, 'completion', 'request');
    const held = heldCall({ method: 'RespondWorkflowTaskCompleted', startedEventId: '3', runId: 'first' });
    const begun: EventHistory = { ...history(1), runId: 'first', events: history(1).events.slice(0, 3) };
    expect(proofOf(place, { ...runs, further: [begun], journal: [...dropped(place), held] })).to.equal(null);
  });

  it('leaves out the requests that the relays saw executed in other runs', () => {
    const place: Place = activityPlace('1', 'outside', { side: 'request', nth: 1 });
    const effects = [line(WORKFLOW_ID, 1), line(WORKFLOW_ID, 1)];
    const struck = request('third', { call: HELD_CALL, outcome: 'dropped', status: null });
    const others = ['first', 'second'].map((runId) => request(runId, { repliedMs: 2505 }));
    const journal = [...dropped(place), struck, ...others];
    expect(proofOf(place, { ...runs, effects, journal })).to.equal(null);
    expect(proofOf(place, { ...runs, effects: [...effects, line(WORKFLOW_ID, 1)], journal })).to.equal(
      'The ledger has 1 requests of that attempt instead of 0.',
    );
  });

  it('takes no attempt of another run for the next one', () => {
    const place = activityPlace('1', 'heartbeat', { side: 'reply', details: 'page 2' });
    const told = { heartbeatDetails: { pagesDone: 2 } };
    const next = (runId: string) =>
      call('worker-2', 3500, {
        method: 'PollActivityTaskQueue',
        task: 'activity',
        workflowId: WORKFLOW_ID,
        activityId: '1',
        attempt: 2,
        ...told,
        runId,
      });
    const held = heldCall({ method: 'RecordActivityTaskHeartbeat', ...told, runId: 'first' });
    const proof = (runId: string) => proofOf(place, { ...runs, journal: [...dropped(place), held, next(runId)] });
    expect(proof('first')).to.equal(null);
    expect(proof('second')).to.match(/^No later attempt/);
  });
});

describe('whyUnproved: a workflow with a child, whose activities have the same ids', () => {
  it('counts the requests of the struck workflow, and takes no row of the child for its own', () => {
    const place: Place = activityPlace('1', 'outside', { side: 'reply', nth: 1 });
    const effects = [line('child', 1), line(WORKFLOW_ID, 1)];
    expect(proofOf(place, { further: [child], effects })).to.equal(null);
    const write: Place = activityPlace('1', 'supabase', { side: 'reply', nth: 1 });
    const row: CheckpointRow = {
      sequence: 1,
      workflowId: 'child',
      stage: 'received',
      activityId: '1',
      attempt: 2,
      digest: 'd',
    };
    expect(proofOf(write, { further: [child], checkpoints: [row] })).to.equal(null);
  });
});
