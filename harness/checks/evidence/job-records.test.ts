import { expect } from 'chai';
import {
  violationsOf,
  withEntries,
  withEvents,
  withJournal,
  withPlan,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { checkpointsMatchHistory } from '../checkpoints-match-history/checkpoints-match-history.ts';
import { eventHistoryWellFormed } from '../event-history-well-formed/event-history-well-formed.ts';
import { everyWorkflowCompletes } from '../every-workflow-completes/every-workflow-completes.ts';

const run = correctRun();

describe('event-history-well-formed: a job in doubt', () => {
  it('is unknown where a workflow was still getting on at the limit of the run, with open ends', () => {
    const open = withEvents(withPlan(run, { runTimeMs: 4000 }), 'document-1', (event) =>
      Number(event.eventId) > 9 ? null : event,
    );
    // Its last event is of 3210, the recovery ended at 7999.
    expect(eventHistoryWellFormed.judge(open).verdict).to.equal('unknown');
    const later = (evidence: Evidence): string =>
      eventHistoryWellFormed.judge(
        withJournal(evidence, (entry) =>
          entry.kind === 'phase' ? { ...entry, time: timeAt(entry.atMs + 3000) } : entry,
        ),
      ).verdict;
    expect(later(open)).to.equal('invalid');
    const look = { kind: 'machine', overMs: 7000, source: 'pressure', atMs: 7999 } as const;
    expect(later(withEntries(open, { ...look, waitedMs: 6900 })), 'on a busy machine').to.equal('unknown');
    expect(later(withEntries(open, { ...look, waitedMs: 500 })), 'on a quiet machine').to.equal('invalid');
  });

  it('accuses no client of an action that was not yet due at the limit of the run', () => {
    const open = withEvents(withPlan(run, { runTimeMs: 4000 }), 'document-1', (event) =>
      Number(event.eventId) > 9 ? null : event,
    );
    const unsent = withJournal(open, (entry) => (entry.kind === 'client' && entry.action === 'signal' ? null : entry));
    expect(everyWorkflowCompletes.judge(unsent).verdict).to.equal('unknown');
  });
});

describe('checkpoints-match-history: a job that may be absent', () => {
  it('allows a job of unknown start to have no row, but not one without event history', () => {
    const info = withJournal(run, (entry) =>
      entry.kind === 'client' && entry.workflowId === 'document-2' && entry.step === 'ok'
        ? { ...entry, step: 'info' }
        : entry,
    );
    const absent = withRows(info, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    const finding = checkpointsMatchHistory.judge(absent);
    expect(violationsOf(finding)).to.deep.equal(Array.from({ length: 4 }, () => 'not-scheduled'));
    const none = withRows(absent, 'checkpoints', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    expect(checkpointsMatchHistory.judge(none).verdict).to.equal('valid');
  });
});
