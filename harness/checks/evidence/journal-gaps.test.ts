import { expect } from 'chai';
import { withEntries, withJournal, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import { judgeChecks } from '../judge.ts';
import { journalGaps } from './journal-gaps.ts';

const run = correctRun();
type Entry = (typeof run.journal)[number];

/** The run without some entries of its journal. */
function without(isGone: (entry: Entry) => boolean): typeof run {
  return withJournal(run, (entry) => (isGone(entry) ? null : entry));
}

describe('a gap in a journal', () => {
  const gaps: readonly (readonly [what: string, evidence: typeof run, says: string])[] = [
    [
      'operations of the client without an outcome, in which a lost signal would not show',
      without((entry) => entry.kind === 'client' && entry.step === 'ok'),
      'lacks how 3 operations of the client ended',
    ],
    [
      'operations of the client that never began',
      without((entry) => entry.kind === 'client' && entry.step === 'invoke'),
      'lacks when 3 operations of the client began',
    ],
    [
      'answered tasks that nothing delivered',
      without((entry) => entry.kind === 'call' && entry.method === 'PollWorkflowTaskQueue'),
      'lacks the dispatch of 2 answered tasks, such as RespondWorkflowTaskCompleted of canary-1',
    ],
    [
      'which of the unplanned workflows were canaries',
      withRows(run, 'eventHistories', (rows) => [...rows, { workflowId: 'other', runId: 'r', events: [] }]),
      'lacks which of 1 unplanned workflow were canaries',
    ],
  ];
  for (const [what, evidence, says] of gaps) {
    it(`leaves nothing proved: ${what}`, () => {
      expect(journalGaps(evidence).join(' ')).to.contain(says);
      expect(judgeChecks(evidence).verdict).to.equal('unknown');
    });
  }

  it('is none in a whole journal, nor a refused answer, a query, or a completion by id', () => {
    expect(journalGaps(run)).to.deep.equal([]);
    const zombie = { ...extraction, attempt: 7 };
    const others = withEntries(
      run,
      call('worker-1', 6100, { ...zombie, method: 'RespondActivityTaskCompleted', grpcStatus: 5 }),
      call('worker-1', 6110, { ...zombie, method: 'RespondActivityTaskCompletedById' }),
      call('worker-1', 6120, { workflowId: 'document-1', task: 'workflow', method: 'RespondQueryTaskCompleted' }),
    );
    expect(journalGaps(others)).to.deep.equal([]);
  });

  it('is none for a task that came with the reply to another', () => {
    const task = { ...extraction, activityId: '9', attempt: 1, runId: 'r' };
    const eager = withEntries(
      run,
      call('worker-2', 5420, { method: 'RespondWorkflowTaskCompleted', handedOut: [task] }),
      call('worker-2', 5500, { ...task, method: 'RespondActivityTaskCompleted' }),
    );
    expect(journalGaps(eager)).to.deep.equal([]);
  });

  it('is none for canaries that the journal names', () => {
    const canary = withRows(run, 'eventHistories', (rows) => [
      ...rows,
      { workflowId: 'canary-1', runId: 'r', events: [] },
    ]);
    expect(journalGaps(withEntries(canary, { kind: 'canaries', workflowIds: ['canary-1'], atMs: 8400 }))).to.deep.equal(
      [],
    );
  });
});
