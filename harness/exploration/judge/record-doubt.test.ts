import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { call, type Dated } from '../../contracts/sample-run/journal-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import { activityPlace, taskPlace } from '../test-support/boundaries.ts';
import { type Books, completion, dropped, history, killed, proofOf } from '../test-support/proof-of.ts';
import { heldCall, heldEntries, struckAt, WORKFLOW_ID } from '../test-support/struck.ts';

describe('whyUnproved: what was recorded of an activity', () => {
  it('doubts a completion that was recorded though its request was held', () => {
    expect(proofOf(completion('request'), { history: history(1) })).to.match(/has attempt 1 .* attempt 1 was struck/);
    expect(proofOf(activityPlace('1', 'handed-out'), { history: history(1) })).to.match(/has attempt 1/);
    expect(proofOf(activityPlace('1', 'handed-out'))).to.equal(null);
  });

  it('doubts a completion that was not recorded, or by a later attempt, though its reply was held', () => {
    expect(proofOf(completion('reply'), { history: history(2) })).to.match(/1 completions, by attempt 2, /);
    const builder = historyBuilder(WORKFLOW_ID, { atMs: 2000, type: 'ingest', args: [] });
    builder.activity({ atMs: 2200, type: 'publish', input: null, result: null, how: 'TIMED_OUT' });
    expect(proofOf(completion('reply'), { history: builder.history() })).to.match(/0 completions, by attempt 1, /);
  });

  it('takes an attempt that timed out, and may not be tried again, for one that its worker never reported', () => {
    const timedOut = (attempt: number): EventHistory => {
      const builder = historyBuilder(WORKFLOW_ID, { atMs: 2000, type: 'ingest', args: [] });
      builder.activity({ atMs: 2200, type: 'publish', input: null, result: null, how: 'TIMED_OUT', attempt });
      return builder.history();
    };
    for (const place of [activityPlace('1', 'handed-out'), completion('request')]) {
      expect(proofOf(place, { history: timedOut(1) })).to.equal(null);
      expect(proofOf({ ...place, attempt: 2 }, { history: timedOut(1) }), 'an earlier one').to.match(/has attempt 1/);
    }
  });

  it('takes an activity that its workflow left open for one that was not recorded', () => {
    const open = (...ends: readonly string[]): EventHistory => {
      const builder = historyBuilder(WORKFLOW_ID, { atMs: 2000, type: 'ingest', args: [] });
      builder.add(2200, 'ACTIVITY_TASK_SCHEDULED', { activityId: '1', activityType: { name: 'publish' } });
      for (const end of ends) builder.add(2300, end, {});
      return builder.history();
    };
    const places = [activityPlace('1', 'handed-out'), completion('request')];
    for (const place of places) {
      expect(proofOf(place, { history: open('WORKFLOW_EXECUTION_COMPLETED') })).to.equal(null);
      expect(proofOf(place, { history: open() }), 'it still runs').to.match(/has attempt 0/);
    }
  });

  it('takes an activity that was completed by its id for one that its worker never reported', () => {
    const place = activityPlace('1', 'handed-out');
    const byId = { task: 'activity', workflowId: WORKFLOW_ID, activityId: '1' } as const;
    const completed = (activityId: string): readonly Dated[] => [
      ...dropped(place),
      call('worker-2', 3500, { ...byId, activityId, method: 'RespondActivityTaskCompletedById' }),
    ];
    expect(proofOf(place, { history: history(1), journal: completed('1') })).to.equal(null);
    expect(proofOf(place, { history: history(1), journal: completed('2') }), 'another').to.match(/has attempt 1/);
  });

  it('looks for the id that the activity has in the struck run, not in the references', () => {
    const place = activityPlace('1', 'completion', { side: 'request', activity: { type: 'publish', nth: 1 } });
    const elsewhere = activityPlace('of-a-reference', 'completion', { side: 'request' });
    const { arrival } = struckAt(place);
    expect(proofOf(elsewhere, {}, { arrival })).to.equal(null);
    expect(proofOf(elsewhere)).to.match(/has attempt 0/);
  });

  it('doubts all where there is no event history', () => {
    expect(proofOf(completion('request'), { history: null })).to.equal('There is no event history to hold it against.');
  });
});

describe('whyUnproved: what was recorded of a workflow task', () => {
  const [request, reply] = [taskPlace(1, 'completion', 'request'), taskPlace(1, 'completion')];
  const told = (place: Place, startedEventId: string) => ({
    journal: [...dropped(place), heldCall({ method: 'RespondWorkflowTaskCompleted', startedEventId })],
  });

  it('wants its own completion there after the reply, and absent before', () => {
    // The task that the event history has as completed was started by event 3.
    expect(proofOf(reply, told(reply, '3'))).to.equal(null);
    expect(proofOf(request, told(request, '3'))).to.equal(
      'The event history has 1 completions of that workflow task instead of 0.',
    );
    expect(proofOf(request, told(request, '9'))).to.equal(null);
    expect(proofOf(reply, told(reply, '9'))).to.equal(
      'The event history has 0 completions of that workflow task instead of 1.',
    );
  });

  it('wants no completion of a task that the server discarded, as one that rejects an update', () => {
    const rejected = { method: 'RespondWorkflowTaskCompleted', startedEventId: '9', discarded: true } as const;
    expect(proofOf(reply, { journal: [...dropped(reply), heldCall(rejected)] })).to.equal(null);
    const taken = { ...rejected, startedEventId: '3' };
    expect(proofOf(reply, { journal: [...dropped(reply), heldCall(taken)] })).to.match(/has 1 completions .* of 0/);
  });

  it('wants no completion of a task that its worker failed', () => {
    for (const place of [taskPlace(1, 'failure', 'request'), taskPlace(1, 'failure')]) {
      expect(proofOf(place, told(place, '9'))).to.equal(null);
      expect(proofOf(place, told(place, '3'))).to.match(/has 1 completions .* of 0/);
    }
  });

  it('doubts where the journal does not say which one it was', () => {
    expect(proofOf(reply)).to.equal('The journal does not say which workflow task it was.');
  });

  it('wants a task that came with another reply not to be completed', () => {
    const place = taskPlace(2, 'handed-out');
    const carried = (startedEventId: string) => ({
      journal: [
        ...dropped(place),
        heldCall({
          method: 'RespondWorkflowTaskCompleted',
          startedEventId: '9',
          handedOut: [{ task: 'workflow', workflowId: WORKFLOW_ID, startedEventId }],
        }),
      ],
    });
    expect(proofOf(place, carried('8'))).to.equal(null);
    expect(proofOf(place, carried('3'))).to.match(/has 1 completions .* instead of 0/);
  });
});

describe('whyUnproved: what was recorded of a heartbeat', () => {
  const page = (side: 'request' | 'reply'): Place => activityPlace('1', 'heartbeat', { side, details: 'page 2' });
  const journal = (place: Place, next: object | null): readonly Dated[] => [
    ...dropped(place),
    heldCall({ method: 'RecordActivityTaskHeartbeat', heartbeatDetails: { pagesDone: 2 } }),
    ...(next === null ? [] : [handedOut(next)]),
  ];
  const handedOut = (facts: object): Dated =>
    call('worker-2', 3500, {
      method: 'PollActivityTaskQueue',
      task: 'activity',
      workflowId: WORKFLOW_ID,
      activityId: '1',
      attempt: 2,
      ...facts,
    });
  const recorded = { heartbeatDetails: { pagesDone: 2 } };

  it('wants the next attempt to get the recorded details, and nothing else', () => {
    expect(proofOf(page('reply'), { journal: journal(page('reply'), recorded) })).to.equal(null);
    expect(proofOf(page('request'), { journal: journal(page('request'), {}) })).to.equal(null);
    const before = { heartbeatDetails: { pagesDone: 1 } };
    expect(proofOf(page('request'), { journal: journal(page('request'), before) })).to.equal(null);
    expect(proofOf(page('reply'), { journal: journal(page('reply'), before) })).to.match(/was not given the details/);
    expect(proofOf(page('request'), { journal: journal(page('request'), recorded) })).to.match(/was given the details/);
  });

  it('doubts if it was never dispatched again, or the journal lacks its details', () => {
    expect(proofOf(page('reply'), { journal: journal(page('reply'), null) })).to.match(/^No later attempt/);
    const silent = [...dropped(page('reply')), handedOut(recorded)];
    expect(proofOf(page('reply'), { journal: silent })).to.equal(
      'The journal does not have the details of the heartbeat.',
    );
  });
});

describe('whyUnproved: what a worker heard after all, whose database had died', () => {
  const facts = { action: 'crash-database', struck: { component: 'supabase-db', incarnation: 1 } } as const;
  const proof = (place: Place, books: Books): string | null => {
    const journal = [...heldEntries(place.side, 'held', 'released'), ...(books.journal ?? [])];
    return proofOf(place, { ...books, journal, components: killed('supabase-db') }, facts);
  };
  const handedOut = activityPlace('1', 'handed-out');

  it('takes an attempt in the event history for dispatched, even if another one completed', () => {
    for (const attempt of [1, 2]) expect(proof(handedOut, { history: history(attempt) })).to.equal(null);
    expect(proof({ ...handedOut, attempt: 2 }, { history: history(1) })).to.equal(
      'The event history has attempt 1 of an activity whose attempt 2 was dispatched.',
    );
  });

  it('takes a workflow task for dispatched if the event history has its start', () => {
    const place = taskPlace(1, 'handed-out');
    const task = (startedEventId: string) => ({
      journal: [heldCall({ method: 'PollWorkflowTaskQueue', startedEventId })],
      history: history(1),
    });
    expect(proof(place, task('3'))).to.equal(null);
    expect(proof(place, task('4'))).to.match(/does not have the start of the workflow task/);
    expect(proof(place, { history: history(1) })).to.match(/does not say which workflow task/);
  });

  it('wants the row that the database had acknowledged to be of that attempt, and asks nothing of a held request', () => {
    const write = (side: 'request' | 'reply'): Place => activityPlace('1', 'supabase', { side, nth: 1 });
    const row = (attempt: number): readonly CheckpointRow[] => [
      {
        sequence: 1,
        workflowId: WORKFLOW_ID,
        stage: 'received',
        activityId: '1',
        attempt,
        digest: 'd',
      },
    ];
    expect(proof(write('reply'), { checkpoints: row(1) })).to.equal(null);
    expect(proof(write('reply'), { checkpoints: row(2) })).to.match(/not written by the attempt whose reply/);
    for (const attempt of [1, 2]) expect(proof(write('request'), { checkpoints: row(attempt) })).to.equal(null);
  });
});
