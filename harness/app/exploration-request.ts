import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { crash } from '../actions/crash.ts';
import { loseAnswer } from '../actions/lose-answer.ts';
import { loseRequest } from '../actions/lose-request.ts';
import { checkSupabase } from '../config/check-supabase.ts';
import { HarnessError } from '../errors.ts';
import type { ExplorationListener } from '../exploration/exploration-listener.ts';
import type { ExplorationSettings } from '../exploration/explore-request.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import { type HostedSupabase, markOf } from '../model/hosted-supabase.ts';
import { jobSchema } from '../model/plan.ts';
import { capabilitiesOf, type Existing } from '../model/stacks.ts';
import { adviceOn, type ChosenStack, chooseStack, type Place, placeName, stackLacks } from './choose-stack.ts';
import type { ExploreOptions } from './explore-options.ts';
import { interruptibleBy } from './interruptible-by.ts';
import { onTemporal } from './on-temporal.ts';
import { hostedFor, type NamedSupabase, refuseForeignRows, refuseWithoutTls } from './own-plan.ts';
import { registryOf } from './registry.ts';
import { newRunId } from './run-id.ts';
import { chosenCases } from './validate/chosen-cases.ts';
import { didYouMean } from './validate/nearest.ts';
import { actionNamed } from './validate/validate-action.ts';
import { validateCases } from './validate/validate-cases.ts';
import { validateExplored } from './validate/validate-explored.ts';
import { validateLimits } from './validate/validate-limits.ts';

/** One exploration, fully decided: with the system that it starts, and where. */
export interface ExplorationRequest extends ExplorationSettings {
  readonly runId: string;
  /** The beginning of every workflow id; on a hosted Supabase and an existing Temporal with the mark of the exploration. */
  readonly idPrefix: string;
  /** As it is carried out: with the namespace and the task queue of the exploration. */
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
  readonly hosted?: HostedSupabase;
  /** The Temporal that exists already; left out: the exploration starts its own. */
  readonly temporal?: ExistingTemporal;
  /** Whether the stack speaks TLS. */
  readonly tls: boolean;
  readonly systemWords: string;
  readonly projectFolder: string;
  /** The folder of all explorations of this workflow. */
  readonly workflowFolder: string;
  /** The folder of this exploration; the exploration makes it. */
  readonly folder: string;
  /** By name; the exploration itself gets the actions. */
  readonly actions: readonly string[];
  readonly signal: AbortSignal;
}

const silent: ExplorationListener = {
  phase: (_phase, body) => body(),
  advanced: () => undefined,
  failed: () => undefined,
  note: () => undefined,
};

/**
 * Decides everything that the options leave open, and refuses what cannot be explored. Starts nothing.
 *
 * @throws HarnessError of exit 64: an unknown workflow, case, point, action, sabotage or stack, a number out of range, a
 * case that cannot be explored, or an action that the stack cannot carry out;
 * CHAOS_ENGINE_MISSING, CHAOS_ENGINE_REMOTE or CHAOS_IMAGE_MISSING if Docker is asked for and unusable.
 */
export async function makeExplorationRequest(workflow: string, options: ExploreOptions): Promise<ExplorationRequest> {
  const { config: given, depth = 1, seed = randomInt(1_000_000), projectFolder = process.cwd() } = options;
  validateLimits(options);
  const explored = findExplored(given, workflow);
  validateExplored(given, [workflow, explored], options);
  validateCases(workflow, explored, given);
  const names = options.actions ?? (depth === 2 ? [crash.name] : [crash.name, loseAnswer.name, loseRequest.name]);
  const actions = names.map((name) => actionNamed(registryOf(given), name));
  const { stack, ...elsewhere } = await placeOf(options, actions);
  const runId = newRunId(seed);
  const workflowFolder = join(options.reportsFolder ?? join(projectFolder, 'reports'), 'explorations', workflow);
  return {
    runId,
    ...(await onTemporal(given, { projectFolder, runId })),
    ...markedBy(runId, { config: given, explored, ...elsewhere }),
    workflow,
    explored,
    cases: chosenCases(workflow, explored, options),
    actions: actions.map(({ name }) => name),
    points: options.points ?? null,
    front: options.front ?? 40,
    depth,
    audit: options.audit ?? 0.02,
    seed,
    timeLimitMs: options.timeLimitMs ?? null,
    sabotage: options.sabotage ?? null,
    stack,
    tls: options.tls ?? false,
    systemWords: options.systemWords ?? workflow,
    projectFolder,
    workflowFolder,
    folder: join(workflowFolder, runId),
    signal: interruptibleBy(options.signal),
    listener: options.listener ?? silent,
  };
}

/** Where an exploration is carried out, and with which servers that exist already. */
async function placeOf(
  { config, stack: asked = 'embedded', supabase = null, tls = false }: ExploreOptions,
  actions: readonly ExplorationAction[],
): Promise<Pick<ExplorationRequest, 'stack'> & Pick<Marking, 'named' | 'existing'>> {
  const stack = await chooseStack(asked, config);
  const named = supabase === null ? null : checkSupabase(supabase);
  const existing = { supabase: named !== null, temporal: config.temporal !== undefined };
  refuseUnfitActions({ stack: stack.name, existing }, actions);
  refuseWithoutTls(named, tls);
  return { stack, named, existing };
}

/** @throws HarnessError CHAOS_STACK_LACKS if the fault of an action needs a capability that the stack lacks */
function refuseUnfitActions(place: Place, actions: readonly ExplorationAction[]): void {
  const can = capabilitiesOf(place.stack, place.existing);
  const [lacks] = actions.flatMap(({ fault }) => fault?.needs ?? []).filter((need) => !can.includes(need));
  if (lacks !== undefined) throw stackLacks(placeName(place), lacks, adviceOn(lacks, 'action'));
}

interface Marking {
  readonly config: ChaosConfig;
  readonly explored: ExploredWorkflow;
  readonly named: NamedSupabase | null;
  readonly existing: Existing;
}

/**
 * How an exploration tells its workflows and rows from those of others, where there are some.
 *
 * @throws HarnessError CHAOS_BAD_PLAN if a case expects a row that the mark doesn't tell from those of others
 */
function markedBy(
  runId: string,
  { config, explored, named, existing }: Marking,
): Pick<ExplorationRequest, 'idPrefix' | 'hosted'> {
  if (!existing.supabase && !existing.temporal) return { idPrefix: runId };
  const mark = markOf(runId);
  const idPrefix = `${mark}${runId}`;
  if (named === null) return { idPrefix };
  const { cases, subject, tables = [] } = explored;
  refuseForeignRows({ workload: Object.values(cases).map((make) => jobSchema.parse(make(idPrefix))) }, mark);
  const read = [...(config.subjects[subject]?.tables ?? []), ...tables];
  return { idPrefix, hosted: hostedFor(config, read, { named, mark }) };
}

function findExplored({ explorations = {} }: ChaosConfig, workflow: string): ExploredWorkflow {
  const explored = Object.hasOwn(explorations, workflow) ? explorations[workflow] : undefined;
  if (explored !== undefined) return explored;
  const names = Object.keys(explorations);
  const advice = names.length === 0 ? 'Name some under explorations in chaos.config.ts.' : didYouMean(workflow, names);
  const sentence = `There is no workflow to explore named "${workflow}". ${advice}`;
  throw new HarnessError('CHAOS_UNKNOWN_WORKFLOW', sentence);
}
