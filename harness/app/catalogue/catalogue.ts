import { messageOf } from '../../errors.ts';
import type { Check } from '../../model/check.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { docsOf } from '../../model/explained-finding.ts';
import type { Fault } from '../../model/fault.ts';
import { type Parameter, parametersOf } from '../../model/parameters.ts';
import type { Plan } from '../../model/plan.ts';
import { type NegativeControl, negativeControlOf, type Scenario } from '../../model/scenario.ts';
import { type Capability, capabilitiesOf, type StackName } from '../../model/stacks.ts';
import { makePlan } from '../../runner/make-plan.ts';
import { needsOf } from '../choose-stack.ts';
import { withDefaultChecks } from '../default-checks.ts';
import { builtInRegistry, type Registry, registryOf } from '../registry.ts';
import { type Kind, kindOfFault } from './kinds.ts';
import { type LastRun, lastRunOf } from './last-run.ts';

/** A fault, as it is listed and described. */
export interface ListedFault extends Pick<Fault, 'name' | 'summary' | 'strikes' | 'victim' | 'needs'> {
  readonly kind: Kind;
  readonly stacks: readonly StackName[];
  readonly params: readonly Parameter[];
  /** What proves it; null if the fault doesn't say. */
  readonly proof: NonNullable<Fault['proof']> | null;
}

/** A check, as it is listed and described. */
export interface ListedCheck extends Pick<Check, 'name' | 'invariant' | 'books'> {
  /** Whether a plan must name it. */
  readonly onRequest: boolean;
  /** Whether it judges crash points too. */
  readonly judgesPoints: boolean;
  /** The section about it, as a path in the package; null if there is none. */
  readonly docs: string | null;
}

/** A scenario, as it is listed and described. */
export interface ListedScenario extends Pick<Scenario, 'name' | 'hypothesis' | 'subject'> {
  readonly kind: Kind;
  readonly needs: readonly Capability[];
  readonly stacks: readonly StackName[];
  readonly params: readonly Parameter[];
  readonly control: NegativeControl;
  /** The names of its faults, with its default parameters. */
  readonly faults: readonly string[];
  /** Its plan with seed 1 and its default parameters; null if it can't be made. */
  readonly plan: Plan | null;
  /** Why there is no plan; null if there is one. */
  readonly notPlanned: string | null;
  readonly last: LastRun | null;
}

/** A workflow that can be explored. */
export interface ListedWorkflow {
  readonly name: string;
  readonly subject: string;
  readonly cases: readonly string[];
}

/** Everything that has a name on the command line. */
export interface Catalogue {
  readonly scenarios: readonly ListedScenario[];
  readonly workflows: readonly ListedWorkflow[];
  readonly faults: readonly ListedFault[];
  readonly checks: readonly ListedCheck[];
}

/**
 * What the harness and a project have: faults, checks, scenarios with their latest runs, workflows to explore.
 *
 * @param config - null: there is no chaos.config.ts, so only what is in the harness
 */
export async function catalogueOf(config: ChaosConfig | null, projectFolder: string): Promise<Catalogue> {
  const registry = config === null ? builtInRegistry : registryOf(config);
  return {
    scenarios: config === null ? [] : await listedScenarios(config, registry, projectFolder),
    workflows: Object.entries(config?.explorations ?? {}).map(([name, { subject, cases }]) => ({
      name,
      subject,
      cases: Object.keys(cases),
    })),
    faults: registry.faults.map(listedFault),
    checks: registry.checks.map(listedCheck),
  };
}

/** The scenarios of a project with their latest runs. */
export async function listedScenarios(
  config: ChaosConfig,
  registry: Registry,
  projectFolder: string,
): Promise<readonly ListedScenario[]> {
  return Promise.all(
    config.scenarios.map(async (scenario) => {
      const planned = planOf(config, scenario);
      const schedule = planned.plan?.schedule ?? [];
      const { name, hypothesis, subject, params } = scenario;
      const faults = [...new Set(schedule.map(({ fault }) => fault))];
      const needs = needsOf({ schedule }, { needs: scenario.needs, findFault: registry.findFault });
      return {
        name,
        hypothesis,
        subject,
        kind: planned.plan === null ? 'not planned' : kindOfScenario(faults, registry),
        needs,
        stacks: stacksFor(needs),
        params: parametersOf(params),
        control: negativeControlOf(scenario),
        faults,
        ...planned,
        last: await lastRunOf(projectFolder, { name, faults }),
      };
    }),
  );
}

/** A scenario that can't be planned is listed all the same. */
function planOf(config: ChaosConfig, scenario: Scenario): Pick<ListedScenario, 'plan' | 'notPlanned'> {
  try {
    return { plan: makePlan(withDefaultChecks(config, scenario), { seed: 1 }), notPlanned: null };
  } catch (thrown) {
    return { plan: null, notPlanned: messageOf(thrown) };
  }
}

function kindOfScenario([first]: readonly string[], { findFault }: Registry): Kind {
  if (first === undefined) return 'clients alone';
  const fault = findFault(first);
  return fault === undefined ? 'not planned' : kindOfFault(fault);
}

function listedFault(fault: Fault): ListedFault {
  const { name, summary, strikes, victim, needs, proof = null } = fault;
  const facts = { kind: kindOfFault(fault), stacks: stacksFor(needs), params: parametersOf(fault.params) };
  return { name, summary, strikes, victim, needs, proof, ...facts };
}

function listedCheck({ name, invariant, books, onRequest, points }: Check): ListedCheck {
  const judgesPoints = points !== undefined;
  return { name, invariant, books, onRequest: onRequest === true, judgesPoints, docs: docsOf(name) };
}

function stacksFor(needs: readonly Capability[]): readonly StackName[] {
  return (['embedded', 'docker'] as const).filter((stack) => {
    const can = capabilitiesOf(stack);
    return needs.every((need) => can.includes(need));
  });
}
