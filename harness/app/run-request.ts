import { join } from 'node:path';
import { checkSupabase } from '../config/check-supabase.ts';
import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import { fleetSizes } from '../model/fleets.ts';
import type { HostedSupabase } from '../model/hosted-supabase.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import type { HarnessMetrics } from '../monitoring/harness-metrics.ts';
import { type AskedStack, type ChosenStack, chooseStack, needsOf, refuseUnfit } from './choose-stack.ts';
import { interruptibleBy } from './interruptible-by.ts';
import { onTemporal, refuseChanges, withSchedules } from './on-temporal.ts';
import { type NamedSupabase, ownPlan, refuseWithoutTls } from './own-plan.ts';
import { type Registry, registryOf } from './registry.ts';
import { newRunId } from './run-id.ts';
import { didYouMean } from './validate/nearest.ts';
import { validatePlan } from './validate/validate-plan.ts';

/** How a plan is run. Only the configuration is needed; all else has a default. */
export interface RunOptions {
  readonly config: ChaosConfig;
  /** Where to run; left out: `auto`, which is Docker if an engine answers and has every image, else processes. */
  readonly stack?: AskedStack;
  /** A Supabase that exists already, instead of one that the run starts. */
  readonly supabase?: NamedSupabase | null;
  /** The folder of chaos.config.ts; left out: the working folder. */
  readonly projectFolder?: string;
  /** The folder of reports; left out: `reports` in the project's folder. */
  readonly reportsFolder?: string;
  /** The run's name, which is also that of its folder; left out: a new one. */
  readonly runId?: string;
  /** Leaves the system up after the run, for the caller to end. */
  readonly keep?: boolean;
  /** Has Prometheus scrape everything during the run, on port 9090 unless CHAOS_PROMETHEUS_PORT names another. */
  readonly monitoring?: boolean;
  /** Has all that can speak TLS, with certificates of the run; left out: only if the scenario needs it. */
  readonly tls?: boolean;
  /** Ends the run early: faults are healed and everything is taken down first. */
  readonly signal?: AbortSignal;
  /** Surrounds each phase, to show it. */
  readonly hooks?: PhaseHooks;
  /** Receives lines for people about what goes on; left out: they are dropped. */
  readonly progress?: (line: string) => void;
}

/** One run, fully decided. */
export interface RunRequest {
  readonly runId: string;
  /** As it is carried out: on a hosted Supabase or an existing Temporal its workflow ids have the run's mark. */
  readonly plan: Plan;
  /** As it is carried out: with the namespace and the task queue of the run. */
  readonly config: ChaosConfig;
  readonly registry: Registry;
  readonly stack: ChosenStack;
  readonly hosted?: HostedSupabase;
  /** The Temporal that exists already; left out: the run starts its own. */
  readonly temporal?: ExistingTemporal;
  /** Whether the stack speaks TLS. */
  readonly tls: boolean;
  readonly projectFolder: string;
  /** The folder of all runs of this scenario. */
  readonly scenarioFolder: string;
  /** The folder of this run; the run makes it. */
  readonly folder: string;
  readonly keep: boolean;
  /** What the run counts for Prometheus; left out: nothing is scraped. */
  readonly monitoring?: HarnessMetrics;
  readonly signal: AbortSignal;
  readonly hooks: PhaseHooks;
  readonly progress: (line: string) => void;
}

const silent: PhaseHooks = { phase: (_phase, body) => body() };

/**
 * Decides everything that the options leave open, and refuses what cannot be run. Starts nothing.
 *
 * @throws HarnessError of exit 64: the plan names something that this project or this harness lacks, an option is wrong,
 * or the stack lacks a capability; CHAOS_ENGINE_MISSING, CHAOS_ENGINE_REMOTE or CHAOS_IMAGE_MISSING if Docker is asked for and unusable.
 */
export async function makeRunRequest(wanted: Plan, options: RunOptions): Promise<RunRequest> {
  const { config: given, supabase: named = null, projectFolder = process.cwd() } = options;
  const supabase = named === null ? null : checkSupabase(named);
  validatePlan(given, wanted);
  const asked = withFleets(given, wanted);
  const registry = registryOf(given);
  const stack = await chooseStack(options.stack ?? 'auto', given);
  const needs = given.scenarios.find(({ name }) => name === asked.scenario)?.needs ?? [];
  const existing = { supabase: supabase !== null, temporal: given.temporal !== undefined };
  refuseUnfit({ stack: stack.name, existing }, asked, { needs, ...registry });
  refuseChanges(given, asked);
  const tls = options.tls === true || needsOf(asked, { needs, ...registry }).includes('tls');
  refuseWithoutTls(supabase, tls);
  const runId = options.runId ?? newRunId(asked.seed);
  const own = await onTemporal(given, { projectFolder, runId });
  const planned = ownPlan(given, asked, { runId, named: supabase, existingTemporal: existing.temporal });
  const scenarioFolder = join(options.reportsFolder ?? join(projectFolder, 'reports'), 'runs', asked.scenario);
  return {
    runId,
    ...planned,
    ...withSchedules(own, planned.plan),
    registry,
    stack,
    tls,
    projectFolder,
    scenarioFolder,
    folder: join(scenarioFolder, runId),
    keep: options.keep ?? false,
    ...(options.monitoring === true ? { monitoring: await newMetrics() } : {}),
    signal: interruptibleBy(options.signal),
    hooks: options.hooks ?? silent,
    progress: options.progress ?? (() => undefined),
  };
}

/** A plan that says of each fleet how many workers it has, so that its evidence can be judged without a configuration. */
function withFleets({ fleets }: ChaosConfig, plan: Plan): Plan {
  return fleets === undefined ? plan : { ...plan, fleets: fleetSizes(fleets, plan) };
}

/** The client of Prometheus is a hundred modules, which no other run needs: they would make each command start later. */
async function newMetrics(): Promise<HarnessMetrics> {
  const { HarnessMetrics: Metrics } = await import('../monitoring/harness-metrics.ts');
  return new Metrics();
}

/** @throws HarnessError CHAOS_UNKNOWN_SCENARIO */
export function findScenario(config: ChaosConfig, name: string): Scenario {
  const found = config.scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = config.scenarios.map((scenario) => scenario.name);
  throw new HarnessError('CHAOS_UNKNOWN_SCENARIO', `There is no scenario named "${name}". ${didYouMean(name, names)}`);
}
