import { scenarios as transferScenarios } from '../../examples/go-transfer/scenarios.ts';
import { scenarios as billingScenarios } from '../../examples/python-billing/scenarios.ts';
import { scenarios as sagaScenarios } from '../../examples/typescript-saga/scenarios.ts';
import type { Scenario } from '../../harness/index.ts';
import { negativeControlOf } from '../../harness/model/scenario.ts';
import { type ExampleDefects, type ExampleName, whereExamplesBreak } from '../explore/where-examples-break.ts';
import { isFull, type Tiered } from './tier.ts';

/** A system of the examples. */
export interface TriedExample {
  /** Its folder below `examples`. */
  readonly folder: ExampleName;
  readonly workflow: string;
  /** The one of its cases that `.ci/run` explores. */
  readonly firstCase: string;
  /** Its scenarios; `.ci/run` runs the first one, which kills a worker. */
  readonly scenarios: readonly Scenario[];
}

/** Something that is shown on an example. */
export interface ExampleClaim extends Tiered {
  readonly what: string;
  readonly sabotage: null;
}

/** All of them, by language. */
export const examples = {
  typescript: { folder: 'typescript-saga', workflow: 'bookTrip', firstCase: 'cancelled', scenarios: sagaScenarios },
  python: { folder: 'python-billing', workflow: 'BillingWorkflow', firstCase: 'settled', scenarios: billingScenarios },
  go: { folder: 'go-transfer', workflow: 'MoneyTransfer', firstCase: 'refunded', scenarios: transferScenarios },
} as const satisfies Readonly<Record<string, TriedExample>>;

/** What `.ci/run` does at each crash point of a case of an example, and what `npm run test:full` does at those of all. */
export const exampleActions = { ci: ['crash'], full: ['crash', 'lose-answer', 'lose-request'] } as const;

/** What is done there now. */
export const actionsDue: readonly string[] = exampleActions[isFull ? 'full' : 'ci'];

/** What is done to find the defects that are planted in an example. */
export function defectActions(folder: ExampleName): readonly string[] {
  const { persistentClient }: ExampleDefects = whereExamplesBreak[folder];
  return persistentClient === true ? ['crash'] : exampleActions.full;
}

/** When the scenario at that position of an example is run. */
export function tierOfScenario(index: number): ExampleClaim['tier'] {
  return index === 0 ? 'ci' : 'full';
}

/** All that is shown on the examples. */
export const exampleClaims: readonly ExampleClaim[] = Object.values(examples).flatMap(
  ({ folder, scenarios, workflow, firstCase }: TriedExample) => [
    ...scenarios.map(({ name }, index) => claim(tierOfScenario(index), `${folder}: ${name} is valid`)),
    ...scenarios.map((scenario) => {
      const { sabotage, check } = negativeControlOf(scenario);
      return claim('full', `${folder}: ${scenario.name} with ${sabotage} is invalid by ${check}`);
    }),
    claim('ci', `${folder}: ${workflow} is valid at each point of ${firstCase} by ${exampleActions.ci.join(', ')}`),
    claim('full', `${folder}: ${workflow} is valid at each of its points by ${exampleActions.full.join(', ')}`),
    ...Object.keys(whereExamplesBreak[folder].defects).map((defect) =>
      claim(
        'full',
        `${folder}: ${defect} is found where ${defectActions(folder).join(', ')} does harm, and nowhere else`,
      ),
    ),
  ],
);

function claim(tier: ExampleClaim['tier'], what: string): ExampleClaim {
  return { tier, what, sabotage: null };
}
