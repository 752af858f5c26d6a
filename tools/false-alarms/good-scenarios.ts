import { config as own } from '../../chaos.config.ts';
import { didYouMean } from '../../harness/app/validate/nearest.ts';
import { HarnessError } from '../../harness/errors.ts';
import type { ChaosConfig } from '../../harness/model/config.ts';
import type { Scenario } from '../../harness/model/scenario.ts';
import { type StackName, stacks } from '../../harness/model/stacks.ts';
import { config as legal } from '../../scenarios/legal/chaos.config.ts';
import { smallParams } from '../../test/catalogue/wanted-run.ts';

/** A scenario of a good system, with a small load. */
export interface GoodScenario {
  readonly scenario: Scenario;
  /** The configuration that has it. */
  readonly config: ChaosConfig;
  readonly params: Readonly<Record<string, number>>;
}

/** Every scenario of the good systems: documents and greetings, then all that Temporal allows. */
export const goodScenarios: readonly GoodScenario[] = [
  ...own.scenarios.map((scenario) => ({ scenario, config: own, params: smallParams(scenario.name) })),
  // One workflow of each kind is a small load.
  ...legal.scenarios.map((scenario) => ({ scenario, config: legal, params: {} })),
];

/** @throws HarnessError CHAOS_USAGE if there is none of that name. */
export function goodScenario(name: string): GoodScenario {
  const found = goodScenarios.find(({ scenario }) => scenario.name === name);
  if (found !== undefined) return found;
  const names = goodScenarios.map(({ scenario }) => scenario.name);
  throw new HarnessError('CHAOS_USAGE', `There is no scenario named "${name}". ${didYouMean(name, names)}`);
}

/** Whether a stack can run a scenario: it has what that needs, and an image of its workers if it is Docker. */
export function canRun(stack: StackName, { scenario, config }: GoodScenario): boolean {
  const { capabilities } = stacks[stack];
  const hasWorkers = stack === 'embedded' || config.workers.container !== undefined;
  return hasWorkers && scenario.needs.every((need) => capabilities.includes(need));
}
