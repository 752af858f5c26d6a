import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { crash } from '../actions/crash.ts';
import { loseAnswer } from '../actions/lose-answer.ts';
import { loseRequest } from '../actions/lose-request.ts';
import { HarnessError } from '../errors.ts';
import type { ExplorationListener } from '../exploration/exploration-listener.ts';
import type { ExplorationSettings } from '../exploration/explore-request.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import { capabilitiesOf } from '../model/stacks.ts';
import { type ChosenStack, chooseStack, stackLacks } from './choose-stack.ts';
import type { ExploreOptions } from './explore-options.ts';
import { interruptibleBy } from './interruptible-by.ts';
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
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
  /** Whether the stack speaks TLS. */
  readonly tls: boolean;
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
  const { config, depth = 1, seed = randomInt(1_000_000), projectFolder = process.cwd() } = options;
  validateLimits(options);
  const explored = findExplored(config, workflow);
  validateExplored(config, [workflow, explored], options);
  validateCases(workflow, explored, config);
  const names = options.actions ?? (depth === 2 ? [crash.name] : [crash.name, loseAnswer.name, loseRequest.name]);
  const actions = names.map((name) => actionNamed(registryOf(config), name));
  const stack = await chooseStack(options.stack ?? 'embedded', config);
  refuseUnfitActions(stack, actions);
  const runId = newRunId(seed);
  const reportsFolder = options.reportsFolder ?? join(projectFolder, 'reports');
  const workflowFolder = join(reportsFolder, 'explorations', workflow);
  return {
    runId,
    config,
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
    projectFolder,
    workflowFolder,
    folder: join(workflowFolder, runId),
    signal: interruptibleBy(options.signal),
    listener: options.listener ?? silent,
  };
}

/** @throws HarnessError CHAOS_STACK_LACKS if the fault of an action needs a capability that the stack lacks */
function refuseUnfitActions({ name }: ChosenStack, actions: readonly ExplorationAction[]): void {
  const [lacks] = actions
    .flatMap(({ fault }) => fault?.needs ?? [])
    .filter((need) => !capabilitiesOf(name, false).includes(need));
  if (lacks !== undefined) throw stackLacks(`${name} stack`, lacks, 'Use another stack or action.');
}

function findExplored({ explorations = {} }: ChaosConfig, workflow: string): ExploredWorkflow {
  const explored = Object.hasOwn(explorations, workflow) ? explorations[workflow] : undefined;
  if (explored !== undefined) return explored;
  const names = Object.keys(explorations);
  const advice = names.length === 0 ? 'Name some under explorations in chaos.config.ts.' : didYouMean(workflow, names);
  const sentence = `There is no workflow to explore named "${workflow}". ${advice}`;
  throw new HarnessError('CHAOS_UNKNOWN_WORKFLOW', sentence);
}
