import { expect } from 'chai';
import { withEntries, withJournal, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { JournalEntry } from '../../model/journal.ts';
import { unitRecoveries } from './unit-recovery.ts';

/** The correct run, in which worker-2 is of another fleet, with a poll of it that begins when worker-1 has just died. */
function withOtherFleet({ taskQueue }: { readonly taskQueue: string }): Evidence {
  const other = (name: string | undefined): string | undefined => (name === 'worker-2' ? 'worker-mail-1' : name);
  const run = withJournal(correctRun(), (entry) => {
    if (!('component' in entry)) return entry;
    return { ...entry, component: other(entry.component) } as JournalEntry;
  });
  const renamed = withRows(run, 'components', (rows) =>
    rows.map((row) => ({ ...row, component: other(row.component) ?? row.component })),
  );
  const polls = renamed.journal.map((entry) =>
    entry.kind === 'call' && entry.method.startsWith('Poll')
      ? { ...entry, taskQueue: entry.component === 'worker-1' ? 'documents' : taskQueue }
      : entry,
  );
  const early = { method: 'PollActivityTaskQueue', startedMs: 3430, taskQueue };
  return withEntries({ ...renamed, journal: polls }, call('worker-mail-1', 3450, early));
}

/** How long the extraction had no worker, which worker-1 held when it died at 3420; its next life polls at 8040. */
function absenceMs(evidence: Evidence): number | undefined {
  const after = call('worker-1', 8050, { incarnation: 2, method: 'PollActivityTaskQueue', startedMs: 5500 });
  const units = unitRecoveries(withEntries(evidence, { ...after, taskQueue: 'documents' }));
  return units.find(({ unit }) => unit.startsWith('extractPages of document-1'))?.terms.absenceMs;
}

describe('the absence of workers that could take a unit', () => {
  it('is not ended by a worker of another fleet that polls another task queue', () => {
    expect(absenceMs(withOtherFleet({ taskQueue: 'mail' }))).to.be.greaterThan(1000);
  });

  it('is ended by a worker of another fleet that polls the task queue of the unit', () => {
    expect(absenceMs(withOtherFleet({ taskQueue: 'documents' }))).to.be.lessThan(100);
  });
});
