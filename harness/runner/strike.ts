import { HarnessError, toHarnessError } from '../errors.ts';
import { withInjection } from '../injection/with-injection.ts';
import type { Fault } from '../model/fault.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Target } from '../model/stack.ts';
import { elapse } from '../wait.ts';
import { awaitMoment, resolveTarget } from './await-moment.ts';
import { observeAll, observeLinks } from './observe.ts';
import type { RunContext } from './run-context.ts';
import { warnOfSlowDetection } from './warn-of-slow-detection.ts';

/** One planned fault on its way: `injected` and `healed` settle as it goes. */
export interface Strike {
  /** Whether it was put in force; false where its moment never came. */
  readonly injected: Promise<boolean>;
  /** Resolves once it is healed (or was never in force). Heals on abort too. */
  readonly healed: Promise<void>;
}

const OBSERVE_EVERY_MS = 250;
/** Of so many looks at the target, one is at every link. */
const LINKS_EVERY = 4;

/** How a fault is armed. */
export interface Arming {
  readonly momentLimitMs: number;
  /** Awaited before its moment is; left out: nothing. */
  readonly after?: Promise<unknown> | undefined;
  /** Called at the moment, right before the injection, and not awaited. */
  readonly look: () => void;
}

/** Arms a planned fault: it strikes at its moment, stays in force for its time, and heals in any case. */
export function armStrike(context: RunContext, planned: PlannedFault, arming: Arming): Strike {
  const fault = context.parts.findFault(planned.fault);
  if (fault === undefined) {
    const sentence = `Expected a fault of the registry, but the plan names "${planned.fault}". See harness/faults/index.ts.`;
    throw new HarnessError('CHAOS_UNKNOWN_FAULT', sentence);
  }
  const injected = Promise.withResolvers<boolean>();
  const healed = strike(context, { planned, fault, ...arming, injected: () => injected.resolve(true) });
  healed.then(() => injected.resolve(false), injected.reject);
  injected.promise.catch(() => undefined);
  return { injected: injected.promise, healed };
}

interface Armed extends Arming {
  readonly planned: PlannedFault;
  readonly fault: Fault;
  /** Called once the fault is in force. */
  readonly injected: () => void;
}

async function strike(context: RunContext, armed: Armed): Promise<void> {
  const { planned, fault } = armed;
  const { journal, stack, signal } = context;
  const { id: faultId, params } = planned;
  // The call that is held at the moment goes on once the fault is in force, or can't be.
  using holding = new DisposableStack();
  const aim = async (reached: () => void): Promise<Target> => {
    await armed.after;
    const { held } = await awaitMoment(context, planned.at, armed.momentLimitMs);
    holding.defer(() => held?.release());
    reached();
    armed.look();
    warnOfSlowDetection(context);
    return resolveTarget(context, planned, held);
  };
  try {
    await withInjection({ journal, stack, fault, faultId, params }, aim, async (target) => {
      holding.dispose();
      armed.injected();
      await endure(context, planned, target);
    });
  } catch (thrown) {
    // A moment that never came is data: the fault didn't land, and the verdict says so.
    if (toHarnessError(thrown).code !== 'CHAOS_MOMENT_MISSED' || signal.aborted) throw thrown;
  }
}

/**
 * Keeps a fault in force for its time: shorter when the run is aborted meanwhile. The target and its links are observed
 * all the while, every link each second, and everything else at the beginning and at the end, so that the journal has
 * what happened to bystanders.
 */
async function endure(context: RunContext, { healAfterMs }: PlannedFault, target: Target): Promise<void> {
  const { journal, stack, signal } = context;
  const endMs = journal.nowMs() + healAfterMs;
  await observeAll(stack);
  let looks = 0;
  for (let leftMs = endMs - journal.nowMs(); leftMs > 0; leftMs = endMs - journal.nowMs()) {
    await elapse(Math.min(leftMs, OBSERVE_EVERY_MS), signal);
    looks += 1;
    await observeTarget(context, target);
    if (looks % LINKS_EVERY === 0) await observeLinks(stack);
  }
  await observeAll(stack);
}

async function observeTarget(context: RunContext, target: Target): Promise<void> {
  const { component, link } = target;
  const own = context.stack
    .links()
    .filter(({ name }) => (link === null ? name.endsWith(`@${component}`) : name === link));
  await Promise.all([context.stack.component(component).observe(), ...own.map((one) => one.observe())]);
}
