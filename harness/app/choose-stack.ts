import { findEngine } from '../engine/find-engine.ts';
import { firstLine, HarnessError, toHarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { type Capability, capabilitiesOf, type StackName } from '../model/stacks.ts';
import { assertStackImages } from '../provision/images/image-state.ts';
import type { Registry } from './registry.ts';

/** The stacks that a user may ask for. */
export const askedStacks = ['auto', 'embedded', 'docker'] as const;
/** Where a user asks to run. */
export type AskedStack = (typeof askedStacks)[number];

/** The chosen stack and the reason for the choice. */
export interface ChosenStack {
  readonly name: StackName;
  /** Part of a sentence: `asked for`. */
  readonly reason: string;
  /** How its images were made, if it has any. */
  readonly images?: string;
}

/**
 * Decides where to run: as asked for, or else on Docker if an engine answers and has every image.
 *
 * @throws HarnessError CHAOS_USAGE if it is no stack; CHAOS_ENGINE_MISSING, CHAOS_ENGINE_REMOTE, CHAOS_IMAGE_MISSING if
 * Docker is asked for and unusable.
 */
export async function chooseStack(asked: AskedStack, config: ChaosConfig): Promise<ChosenStack> {
  if (!askedStacks.includes(asked)) throw unknownStack(asked);
  if (asked === 'embedded') return { name: 'embedded', reason: 'asked for' };
  try {
    const { docker, version } = await findEngine();
    const made = await assertStackImages(docker, workerImage(config));
    const from = made === 'offline' ? 'made offline' : made === 'official' ? 'from official images' : 'of both makes';
    const reason = asked === 'docker' ? 'asked for' : 'it has every image';
    return { name: 'docker', reason: `${reason}; engine ${version}, images ${from}`, images: made };
  } catch (error) {
    if (asked === 'docker') throw error;
    return { name: 'embedded', reason: whyNot(error) };
  }
}

function unknownStack(asked: unknown): HarnessError {
  const sentence = `There is no stack named "${String(asked)}". Choose one of: ${askedStacks.join(', ')}.`;
  return new HarnessError('CHAOS_USAGE', sentence);
}

/** @throws HarnessError CHAOS_STACK_LACKS if the configuration names no image of the workers. */
function workerImage({ workers }: ChaosConfig): string {
  if (workers.container !== undefined) return workers.container.image;
  const sentence = 'chaos.config.ts: workers.container must name the image of the workers, but it is not set.';
  throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Set it, or use --stack embedded.`);
}

function whyNot(error: unknown): string {
  const { code, message } = toHarnessError(error);
  if (code === 'CHAOS_ENGINE_MISSING') return 'no container engine answers';
  if (code === 'CHAOS_ENGINE_REMOTE') return "the container engine is another machine's";
  if (code === 'CHAOS_STACK_LACKS') return 'chaos.config.ts names no image of the workers';
  if (code === 'CHAOS_IMAGE_MISSING') return 'images of the Docker stack are missing or stale: npm run images';
  return `the container engine can't be used: ${firstLine(message)}`;
}

/** Where a scenario is to be run: on which stack, and whether with a hosted Supabase. */
export interface Place {
  readonly stack: StackName;
  readonly hostedSupabase: boolean;
}

/** The capabilities that a place lacks for a plan, its scenario and its faults; empty if it can run there. */
export function lackingOf(
  { stack, hostedSupabase }: Place,
  { schedule }: Pick<Plan, 'schedule'>,
  { needs: own, findFault }: Pick<Scenario, 'needs'> & Pick<Registry, 'findFault'>,
): readonly Capability[] {
  const can = capabilitiesOf(stack, hostedSupabase);
  return needsOf({ schedule }, { needs: own, findFault }).filter((need) => !can.includes(need));
}

/** The capabilities that a plan, its scenario and its faults need. */
export function needsOf(
  { schedule }: Pick<Plan, 'schedule'>,
  { needs, findFault }: Pick<Scenario, 'needs'> & Pick<Registry, 'findFault'>,
): readonly Capability[] {
  return [...new Set([...needs, ...schedule.flatMap((planned) => findFault(planned.fault)?.needs ?? [])])];
}

/** A stack as a sentence names it. */
export function placeName({ stack, hostedSupabase }: Place): string {
  return `${stack} stack${hostedSupabase ? ' with a hosted Supabase' : ''}`;
}

/** @throws HarnessError CHAOS_STACK_LACKS if the scenario or a fault of the plan needs a capability that the stack lacks. */
export function refuseUnfit(
  place: Place,
  plan: Pick<Plan, 'schedule'>,
  needing: Pick<Scenario, 'needs'> & Pick<Registry, 'findFault'>,
): void {
  const [lacks] = lackingOf(place, plan, needing);
  if (lacks === undefined) return;
  const unset = 'Unset SUPABASE_URL and SUPABASE_KEY, or use another scenario.';
  throw stackLacks(placeName(place), lacks, lacks === 'own-supabase' ? unset : 'Use another stack or scenario.');
}

/** The error of a stack that lacks a needed capability. */
export function stackLacks(stack: string, lacks: Capability, advice: string): HarnessError {
  const sentence = `This needs a stack that can do "${lacks}", but the ${stack} can't. ${advice}`;
  return new HarnessError('CHAOS_STACK_LACKS', sentence);
}
