import type { Scenario } from '../../harness/index.ts';
import type { Plan } from '../../harness/model/plan.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { makePlan } from '../../harness/runner/make-plan.ts';
import { harnessVersion } from '../../harness/version.ts';
import { scenarios } from '../../scenarios/index.ts';

/** A run of a scenario that tests look at; wants that are equal are met by one run. */
export interface WantedRun {
  readonly scenario: string;
  readonly stack: StackName;
  readonly seed: number;
  readonly params: Readonly<Record<string, number | string>>;
  readonly sabotage: string | null;
  readonly noFault: boolean;
  /** Whether it is asked to speak TLS. */
  readonly tls: boolean;
  /** Whether the outside world is a service of the configuration, which the harness knows by its exchanges alone. */
  readonly outsideAsService: boolean;
  /** A limit in place of the plan's, in milliseconds, for a run whose workflows never end. */
  readonly runTimeMs: number | null;
}

/** A scenario of the registry. */
export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`Expected a scenario named ${name}, but there is none.`);
  return found;
}

/** Whether a scenario deploys another version of the system; such a run takes twice as long as others. */
export function isDeployment(scenario: string): boolean {
  return scenario.startsWith('worker-deploy-');
}

/** Enough for each of the three fates of a document, and for two workers to share the work. */
const DOCUMENTS = 6;
/** Fewer starts than by default, further apart: so that some come after an outage even on a machine that is slow to get there. */
const OUTAGE = { documents: 14, startEveryMs: 1000 } as const;

/** A deployment needs work in hand until the last worker is replaced. */
const DEPLOYMENT = { documents: 16 } as const;

/** Parameters of a scenario for claims that don't depend on how much work there is. */
export function smallParams(scenario: string): Readonly<Record<string, number>> {
  if (scenario === 'greeting-worker-kill') return { greetings: DOCUMENTS };
  if (scenario.startsWith('worker-deploy-')) return DEPLOYMENT;
  return scenario === 'temporal-kill' || scenario === 'temporal-database-kill' ? OUTAGE : { documents: DOCUMENTS };
}

/** A run of a scenario on the good system with few documents, unless other choices are given. */
export function smallRun(scenario: string, choices: Partial<Omit<WantedRun, 'scenario'>> = {}): WantedRun {
  return {
    scenario,
    stack: 'embedded',
    seed: 3,
    params: smallParams(scenario),
    sabotage: null,
    noFault: false,
    tls: false,
    outsideAsService: false,
    runTimeMs: null,
    ...choices,
  };
}

/** The plan that a run carries out. */
export function planOf({ scenario, seed, params, sabotage, noFault, runTimeMs }: WantedRun): Plan {
  const choices = { seed, params, sabotage, noFault, harnessVersion: harnessVersion() };
  const plan = makePlan(scenarioNamed(scenario), choices);
  return runTimeMs === null ? plan : { ...plan, runTimeMs };
}
