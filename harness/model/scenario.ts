import type { z } from 'zod';
import type { Json } from './json.ts';
import type { Plan } from './plan.ts';
import type { Capability } from './stacks.ts';
import type { WrittenJob } from './written-job.ts';

/** The parameters of a scenario, as parsed by its schema. */
export type ScenarioParams = Readonly<Record<string, Json | undefined>>;

/** The parts of a plan that a scenario decides; the rest of a {@link Plan} is the same for all. */
export type PlanBody = Pick<Plan, 'workers' | 'fleets' | 'version' | 'schedule' | 'runTimeMs' | 'recoverWithinMs'> & {
  readonly workload: readonly WrittenJob[];
  /** Names of checks; left out: all that judge any run and whose evidence the subject leaves. */
  readonly checks?: readonly string[];
};

/** A broken variant with which a scenario must fail. */
export interface NegativeControl {
  /** The name of a sabotage of the system under test, or of the harness. */
  readonly sabotage: string;
  /** The check that must catch it. */
  readonly check: string;
}

/** An experiment: a function from seed and parameters to a plan. */
export interface Scenario<P extends ScenarioParams = ScenarioParams> {
  /** The same as its file's name. */
  readonly name: string;
  /** The claim that must hold in spite of the fault, in one sentence. */
  readonly hypothesis: string;
  /** The workload's name in chaos.config.ts. */
  readonly subject: string;
  readonly needs: readonly Capability[];
  /** Defaults included, so that an empty object parses. */
  readonly params: z.ZodType<P>;
  /**
   * The sabotage that is all-valid without the fault and invalid with it, and the check that must say so. Left out: a
   * fault that does nothing, which `fault-landed` must notice.
   */
  readonly control?: NegativeControl;
  /** Pure: no clock, no randomness but the seed's. */
  plan(seed: number, params: P): PlanBody;
}

/**
 * Types a scenario that is written as plain data; returns it unchanged.
 *
 * @example
 * export const workerKill = defineScenario({
 *   name: 'worker-kill',
 *   hypothesis: 'A worker killed in the middle of an activity loses no work and repeats none.',
 *   subject: 'orders',
 *   needs: ['kill', 'hold-calls'],
 *   params: z.strictObject({ orders: z.int().positive().default(20) }),
 *   control: { sabotage: 'forgets-progress', check: 'progress-resumed' },
 *   plan: (seed, params) => {
 *     const workload = orders(seededRandom(seed), params.orders);
 *     const at: Moment = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 };
 *     const facts = { id: 'kill', fault: 'worker-kill', params: {}, healAfterMs: 2000 };
 *     const kill: PlannedFault = { ...facts, at, target: { role: 'holder' } };
 *     return { workers: 2, workload, schedule: [kill], checks: [...checkNames], runTimeMs: 45_000 };
 *   },
 * });
 */
export function defineScenario<P extends ScenarioParams>(scenario: Scenario<P>): Scenario {
  return scenario;
}

/** The negative control of a scenario that names none: a fault that does nothing. */
export const defaultControl: NegativeControl = { sabotage: 'fault-noop', check: 'fault-landed' };

/** The negative control of a scenario. */
export function negativeControlOf({ control = defaultControl }: Pick<Scenario, 'control'>): NegativeControl {
  return control;
}
