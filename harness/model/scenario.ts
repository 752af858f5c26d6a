import type { z } from 'zod';
import type { Json } from './json.ts';
import type { Plan } from './plan.ts';
import type { Capability } from './stacks.ts';

/** The parameters of a scenario, as parsed by its schema. */
export type ScenarioParams = Readonly<Record<string, Json>>;

/** What a scenario decides; the rest of a {@link Plan} is the same for all. */
export type PlanBody = Pick<Plan, 'workers' | 'workload' | 'schedule' | 'checks' | 'runTimeMs'>;

/** An experiment: a function from seed and parameters to a plan. */
export interface Scenario<P extends ScenarioParams = ScenarioParams> {
  /** The same as its file's name. */
  readonly name: string;
  /** What is believed to hold in spite of the fault, in one sentence. */
  readonly hypothesis: string;
  /** The workload's name in chaos.config.ts. */
  readonly subject: string;
  readonly needs: readonly Capability[];
  /** Defaults included, so that an empty object parses. */
  readonly params: z.ZodType<P>;
  /** The sabotage (of the system under test, or of the rig) that is all-valid without the fault and invalid with it, and the check that must say so. */
  readonly control: { readonly sabotage: string; readonly check: string };
  /** Pure: no clock, no randomness but the seed's. */
  plan(seed: number, params: P): PlanBody;
}

/** Keeps a scenario's types while it is written as plain data. */
export function defineScenario<P extends ScenarioParams>(scenario: Scenario<P>): Scenario {
  return scenario;
}
