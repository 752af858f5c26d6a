import { withoutFault, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { BlastRadius } from '../../model/blast-radius.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';

type FaultEntry = EntryOf<'fault'>;

const run = correctRun();

/** The run without its kill, with a fault of a link of worker-2 instead, from 3411 to 6490. */
export function linkFaultInstead(link: string): Evidence {
  return faultInstead(() => ({ component: 'worker-2', link }));
}

/** The run without its kill, with a fault of a server instead, from 3411 to 6490, that declares what it may touch. */
export function serverFaultInstead(component: string, radius: BlastRadius): Evidence {
  return faultInstead(({ step }) => ({ component, ...(step === 'injecting' ? { radius } : {}) }));
}

/** The kill's own entries are kept, but for what they say was struck. */
function faultInstead(struck: (entry: FaultEntry) => Partial<FaultEntry>): Evidence {
  const calm = withPlan(withoutFault(run), { schedule: run.plan.schedule });
  const entries = entriesOf(run.journal, 'fault')
    .filter((entry) => entry.component !== undefined)
    .map((entry): FaultEntry => ({ ...entry, ...struck(entry) }));
  return { ...calm, journal: [...calm.journal, ...entries].toSorted((a, b) => a.atMs - b.atMs) };
}
