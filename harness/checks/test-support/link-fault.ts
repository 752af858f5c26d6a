import { withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';

const run = correctRun();

/** The run with a fault of worker-1's link to Temporal instead, that lasted and was to last so long. */
export function linkFault(lastedMs: number, plannedMs: number): Evidence {
  const schedule = run.plan.schedule.map((planned) => ({ ...planned, healAfterMs: plannedMs }));
  const linked = withJournal({ ...run, plan: { ...run.plan, schedule } }, (entry) => {
    if (entry.kind !== 'fault' || entry.component === undefined) return entry;
    const atMs = entry.step === 'healed' ? 3430 + lastedMs : entry.atMs;
    return { ...entry, atMs, link: 'temporal@worker-1' };
  });
  return linked;
}
