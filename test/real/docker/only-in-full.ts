import type { Scenario } from '../../../harness/index.ts';
import { fitFor, lacksOf } from '../fit-scenarios.ts';

/** Beside those that no other stack can run: one of each kind of victim and failure. */
const ALWAYS = ['worker-kill', 'worker-pause', 'worker-network-cut', 'temporal-kill', 'supabase-database-pause'];

/** The scenarios that are run on Docker by `npm run test:full` only, for want of time: the embedded stack runs them. */
export function onlyInFull(): readonly Scenario[] {
  return fitFor('docker').filter(
    (scenario) => lacksOf('embedded', scenario).length === 0 && !ALWAYS.includes(scenario.name),
  );
}
