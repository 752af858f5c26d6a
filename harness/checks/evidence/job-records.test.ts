import { expect } from 'chai';
import { violationsOf, withEvents, withJournal, withPlan, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { checkpointsMatchHistory } from '../checkpoints-match-history/checkpoints-match-history.ts';
import { eventHistoryWellFormed } from '../event-history-well-formed.ts';

const run = correctRun();

describe('event-history-well-formed: a job in doubt', () => {
  it('is unknown where a workflow was still getting on at the limit of the run, with open ends', () => {
    const open = withEvents(withPlan(run, { runTimeMs: 4000 }), 'document-1', (event) =>
      Number(event.eventId) > 9 ? null : event,
    );
    // Its last event is of 3210, the recovery ended at 7999.
    expect(eventHistoryWellFormed.judge(open).verdict).to.equal('unknown');
    const stuck = withJournal(open, (entry) =>
      entry.kind === 'phase' ? { ...entry, time: timeAt(entry.atMs + 3000) } : entry,
    );
    expect(eventHistoryWellFormed.judge(stuck).verdict).to.equal('invalid');
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
