import { findEngine } from '../engine/find-engine.ts';
import { firstLine, HarnessError, toHarnessError } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Plan } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { type Capability, capabilitiesOf, type Existing, type StackName, stacks } from '../model/stacks.ts';
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
    refuseTemporal(config);
    refuseFleets(config);
    const { docker, version } = await findEngine();
    const made = await assertStackImages(docker, workerImage(config));
    const from = made === 'offline' ? 'made offline' : made === 'official' ? 'from official images' : 'of both makes';
    const reason = asked === 'docker' ? 'asked for' : 'it has every image';
    return { name: 'docker', reason: `${reason}; engine ${version}, images ${from}`, images: made };
  } catch (error) {
    if (asked === 'docker') throw error;
    return { name: 'embedded', reason: whyNot(error, config) };
  }
}

/** @throws HarnessError CHAOS_STACK_LACKS if the configuration names a Temporal that exists already. */
function refuseTemporal({ temporal }: ChaosConfig): void {
  if (temporal === undefined) return;
  const sentence = 'chaos.config.ts: `temporal` needs the embedded stack; the Docker stack has no way to it.';
  throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Use --stack embedded.`);
}

/** @throws HarnessError CHAOS_STACK_LACKS if the configuration names further fleets of workers. */
function refuseFleets({ fleets = {} }: ChaosConfig): void {
  const [fleet] = Object.keys(fleets);
  if (fleet === undefined || stacks.docker.capabilities.includes('fleets')) return;
  throw stackLacks('Docker stack', 'fleets', `chaos.config.ts names the fleet ${fleet}. Use --stack embedded.`);
}

function unknownStack(asked: unknown): HarnessError {
  const sentence = `There is no stack named "${String(asked)}". Choose one of: ${askedStacks.join(', ')}.`;
  return new HarnessError('CHAOS_USAGE', sentence);
}

/** @throws HarnessError CHAOS_STACK_LACKS if the configuration names no image of the workers, or what the Docker stack lacks. */
function workerImage({ workers, services = {} }: ChaosConfig): string {
  const [service] = Object.keys(services);
  if (service !== undefined) {
    const sentence = `chaos.config.ts: \`services\` (${service}) needs the embedded stack; the Docker stack has no way to them.`;
    throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Use --stack embedded.`);
  }
  if (workers.fixedAddress !== undefined) {
    const sentence = 'chaos.config.ts: `workers.fixedAddress` needs the embedded stack.';
    throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Use --stack embedded.`);
  }
  if (workers.container !== undefined) return workers.container.image;
  const sentence = 'chaos.config.ts: workers.container must name the image of the workers, but it is not set.';
  throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Set it, or use --stack embedded.`);
}

function whyNot(error: unknown, { fleets = {}, services = {}, workers, temporal }: ChaosConfig): string {
  const { code, message } = toHarnessError(error);
  if (code === 'CHAOS_ENGINE_MISSING') return 'no container engine answers';
  if (code === 'CHAOS_ENGINE_REMOTE') return "the container engine is another machine's";
  if (code === 'CHAOS_STACK_LACKS') {
    if (temporal !== undefined) return 'chaos.config.ts names a Temporal';
    if (Object.keys(fleets).length > 0) return 'chaos.config.ts names fleets';
    if (Object.keys(services).length > 0) return 'chaos.config.ts names services';
    const fixed = workers.fixedAddress !== undefined;
    return `chaos.config.ts names ${fixed ? 'a fixed address' : 'no image of the workers'}`;
  }
  if (code === 'CHAOS_IMAGE_MISSING') return asTyped('images of the Docker stack are missing or stale: npm run images');
  return `the container engine can't be used: ${firstLine(message)}`;
}

/** Where a scenario is to be run: on which stack, and with which servers that exist already. */
export interface Place {
  readonly stack: StackName;
  readonly existing: Existing;
}

/** The capabilities that a place lacks for a plan, its scenario and its faults; empty if it can run there. */
export function lackingOf(
  { stack, existing }: Place,
  { schedule }: Pick<Plan, 'schedule'>,
  { needs: own, findFault }: Pick<Scenario, 'needs'> & Pick<Registry, 'findFault'>,
): readonly Capability[] {
  const can = capabilitiesOf(stack, existing);
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
export function placeName({ stack, existing }: Place): string {
  const servers = [
    ...(existing.temporal ? ['an existing Temporal'] : []),
    ...(existing.supabase ? ['a hosted Supabase'] : []),
  ];
  return [`${stack} stack`, ...(servers.length === 0 ? [] : ['with', servers.join(' and ')])].join(' ');
}

/** The way to a capability that only a server of the run has. */
export function adviceOn(lacks: Capability, asked: 'scenario' | 'action' | 'sabotage'): string {
  if (lacks === 'own-supabase') return `Unset SUPABASE_URL and SUPABASE_KEY, or use another ${asked}.`;
  if (lacks === 'own-temporal') return `Leave out \`temporal\` in chaos.config.ts, or use another ${asked}.`;
  return `Use another stack or ${asked}.`;
}

/** @throws HarnessError CHAOS_STACK_LACKS if the scenario or a fault of the plan needs a capability that the stack lacks. */
export function refuseUnfit(
  place: Place,
  plan: Pick<Plan, 'schedule'>,
  needing: Pick<Scenario, 'needs'> & Pick<Registry, 'findFault'>,
): void {
  const [lacks] = lackingOf(place, plan, needing);
  if (lacks !== undefined) throw stackLacks(placeName(place), lacks, adviceOn(lacks, 'scenario'));
}

/** The error of a stack that lacks a needed capability. */
export function stackLacks(stack: string, lacks: Capability, advice: string): HarnessError {
  const sentence = `This needs a stack that can do "${lacks}", but the ${stack} can't. ${advice}`;
  return new HarnessError('CHAOS_STACK_LACKS', sentence);
}
