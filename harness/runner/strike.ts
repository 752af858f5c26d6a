import { HarnessError, toHarnessError } from '../errors.ts';
import type { Fault, Injection } from '../model/fault.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { HeldCall, Target } from '../model/stack.ts';
import { elapse } from '../wait.ts';
import { awaitMoment, resolveTarget } from './await-moment.ts';
import { observeAll } from './observe.ts';
import type { RunContext } from './run-context.ts';

/** One planned fault on its way: `injected` and `healed` settle as it goes. */
export interface Strike {
  /** Whether it was put in force; false where its moment never came. */
  readonly injected: Promise<boolean>;
  /** Resolves once it is healed (or was never in force). Heals on abort too. */
  readonly healed: Promise<void>;
}

const OBSERVE_EVERY_MS = 250;

/** How a fault is armed. */
export interface Arming {
  readonly momentLimitMs: number;
  /** Told at the moment, right before the injection; nobody waits for what it does. */
  readonly look: () => void;
}

/** Arms a planned fault: it strikes at its moment, stays in force for its time, and heals whatever happens. */
export function armStrike(context: RunContext, planned: PlannedFault, arming: Arming): Strike {
  const fault = context.parts.findFault(planned.fault);
  if (fault === undefined) {
    const sentence = `Expected a fault of the registry, but the plan names "${planned.fault}". See harness/faults/index.ts.`;
    throw new HarnessError('CHAOS_UNKNOWN_FAULT', sentence);
  }
  const injecting = strike(context, { planned, fault, ...arming });
  const healed = injecting.then(async (force) => {
    if (force !== null) await endure(context, planned, force);
  });
  const injected = injecting.then((force) => force !== null);
  healed.catch(() => undefined);
  injected.catch(() => undefined);
  return { injected, healed };
}

interface Armed extends Arming {
  readonly planned: PlannedFault;
  readonly fault: Fault;
}

interface InForce {
  readonly injection: Injection;
  readonly target: Target;
  readonly sinceMs: number;
}

async function strike(context: RunContext, armed: Armed): Promise<InForce | null> {
  const { planned } = armed;
  const journalled = { kind: 'fault', fault: planned.fault, faultId: planned.id } as const;
  let held: HeldCall | null = null;
  try {
    held = (await awaitMoment(context, planned.at, armed.momentLimitMs)).held;
    context.journal.write({ ...journalled, step: 'moment-reached' });
    armed.look();
    const target = await resolveTarget(context, planned, held);
    return await inject(context, armed, target);
  } catch (thrown) {
    const error = toHarnessError(thrown);
    context.journal.write({ ...journalled, step: 'failed', message: `${error.code}: ${error.message}` });
    // A moment that never came is data: the fault didn't land, and the verdict says so.
    if (error.code === 'CHAOS_MOMENT_MISSED' && !context.signal.aborted) return null;
    throw error;
  } finally {
    held?.release();
  }
}

async function inject(context: RunContext, { planned, fault }: Armed, target: Target): Promise<InForce> {
  const { component, incarnation, link } = target;
  const journalled = { kind: 'fault', fault: planned.fault, faultId: planned.id, component, incarnation } as const;
  const body = link === null ? journalled : { ...journalled, link };
  const { components, links } = fault.blastRadius(target);
  // Declared before it is known what comes of it, so that whoever judges the run needs no registry of faults.
  context.journal.write({ ...body, step: 'injecting', radius: { components, links } });
  const injection = await fault.inject(context.stack, target, fault.params.parse(planned.params));
  context.journal.write({ ...body, step: 'injected' });
  return { injection, target, sinceMs: context.journal.nowMs() };
}

/**
 * Keeps a fault in force for its time and heals it: also when the run is aborted meanwhile. The target and its links are observed all
 * the while; everything else at the beginning and at the end, so that what happened to bystanders is in the journal.
 */
async function endure(context: RunContext, planned: PlannedFault, force: InForce): Promise<void> {
  const { component, incarnation, link } = force.target;
  const journalled = { kind: 'fault', fault: planned.fault, faultId: planned.id, component, incarnation } as const;
  const body = link === null ? journalled : { ...journalled, link };
  try {
    await observeAll(context.stack);
    const endMs = force.sinceMs + planned.healAfterMs;
    for (let leftMs = endMs - context.journal.nowMs(); leftMs > 0; leftMs = endMs - context.journal.nowMs()) {
      await elapse(Math.min(leftMs, OBSERVE_EVERY_MS), context.signal);
      await observeTarget(context, force.target);
    }
    await observeAll(context.stack);
  } finally {
    context.journal.write({ ...body, step: 'healing' });
    await force.injection[Symbol.asyncDispose]();
    context.journal.write({ ...body, step: 'healed' });
  }
}

async function observeTarget(context: RunContext, target: Target): Promise<void> {
  const { component, link } = target;
  const own = context.stack
    .links()
    .filter(({ name }) => (link === null ? name.endsWith(`@${component}`) : name === link));
  await Promise.all([context.stack.component(component).observe(), ...own.map((one) => one.observe())]);
}
