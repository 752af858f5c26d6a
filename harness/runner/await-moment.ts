import { HarnessError } from '../errors.ts';
import { nthEvent } from '../model/event-history.ts';
import { isOfFleet } from '../model/fleets.ts';
import { describeMoment, type Moment } from '../model/moment.ts';
import type { PlannedFault } from '../model/plan.ts';
import { linkName } from '../model/plan.ts';
import type { HeldCall, HeldTask, Target } from '../model/stack.ts';
import { elapse, LONGEST_TIMER_MS, waitFor } from '../wait.ts';
import { RetryingProbe, unlessNotFound } from './retrying-probe.ts';
import type { RunContext } from './run-context.ts';

/** A moment that has come: the call held there, if it is one of a call. */
export interface MomentReached {
  readonly held: HeldCall | null;
}

const POLL_MS = 25;
const HOLDER_LIMIT_MS = 10_000;

/**
 * Waits for a fault's moment.
 *
 * @throws HarnessError CHAOS_MOMENT_MISSED when the limit comes first; the signal's reason when it aborts.
 */
export async function awaitMoment(context: RunContext, moment: Moment, limitMs: number): Promise<MomentReached> {
  const limits = { limitMs, signal: context.signal, everyMs: POLL_MS, code: 'CHAOS_MOMENT_MISSED' } as const;
  const what = `the moment "${describeMoment(moment)}" to come`;
  const looks = new RetryingProbe(context);
  switch (moment.kind) {
    case 'elapsed':
      await elapse(moment.ms, context.signal);
      return { held: null };
    case 'call':
      return { held: await heldInTime(context, moment, { what, limitMs }) };
    case 'event':
      await waitFor(
        async () => {
          const history = await looks.at(`event history of ${moment.workflowId}`, () =>
            unlessNotFound(context.probes.workflows.eventHistory(moment.workflowId)),
          );
          return history === undefined ? undefined : nthEvent(history, moment);
        },
        { what, ...limits },
      );
      return { held: null };
    case 'checkpoint':
      await waitFor(
        async () => {
          const visible = await looks.at('checkpoints', () => context.probes.books.visibleCheckpoints());
          return visible?.has(`${moment.workflowId}/${moment.stage}`) ? true : undefined;
        },
        { what, ...limits },
      );
      return { held: null };
    case 'ended': {
      const open = new Set(moment.workflowIds);
      const look = async (): Promise<true | undefined> =>
        (await haveEnded(context, { open, looks })) ? true : undefined;
      await waitFor(look, { what, ...limits });
      return { held: null };
    }
  }
}

interface Ending {
  /** The workflows that have not been seen to end. */
  readonly open: Set<string>;
  readonly looks: RetryingProbe;
}

/** Asks for one workflow after the other, up to the first that runs, or was not started yet. */
async function haveEnded({ probes }: RunContext, { open, looks }: Ending): Promise<boolean> {
  for (const workflowId of open) {
    const state = await looks.at(`state of ${workflowId}`, () => probes.workflows.state(workflowId));
    if (state === undefined || state === null || state.running) return false;
    open.delete(workflowId);
  }
  return true;
}

async function heldInTime(
  context: RunContext,
  moment: Extract<Moment, { kind: 'call' }>,
  limit: { readonly what: string; readonly limitMs: number },
): Promise<HeldCall> {
  const missed = new AbortController();
  const sentence = `Expected ${limit.what}, but it did not within ${limit.limitMs} ms. Look whether the workload gets there.`;
  const miss = (): void => missed.abort(new HarnessError('CHAOS_MOMENT_MISSED', sentence));
  const timer = setTimeout(miss, Math.min(limit.limitMs, LONGEST_TIMER_MS));
  try {
    return await context.stack.gateway.hold(moment, AbortSignal.any([context.signal, missed.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Finds the target of a fault: the very incarnation that made the call at the fault's moment, or holds the task.
 *
 * @throws HarnessError CHAOS_MOMENT_MISSED if no worker holds such a task in time, or its holder is gone by now;
 * CHAOS_UNKNOWN_TARGET.
 */
export async function resolveTarget(
  context: RunContext,
  planned: PlannedFault,
  held: HeldCall | null,
): Promise<Target> {
  const { name, seen } = await struckBy(context, planned, held);
  const { incarnation } = context.stack.component(name);
  if (seen !== null && seen !== incarnation) {
    const got = `its incarnation ${seen} is gone and ${incarnation} is in its place`;
    const sentence = `Expected ${planned.id} to strike ${name} at its moment, but ${got}. Look for what ended it.`;
    throw new HarnessError('CHAOS_MOMENT_MISSED', sentence);
  }
  const link = planned.target.link === undefined ? null : linkName(planned.target.link, name);
  return { component: name, incarnation, link };
}

/** The struck component, and its incarnation at the moment, if one was seen. */
async function struckBy(
  context: RunContext,
  planned: PlannedFault,
  held: HeldCall | null,
): Promise<{ readonly name: string; readonly seen: number | null }> {
  if (planned.target.role === 'component') {
    const { name } = planned.target;
    return { name, seen: held?.component === name ? held.incarnation : null };
  }
  const { fleet } = planned.target;
  const caller = held !== null && isOfFleet(held.component, fleet) ? held : null;
  const { component, incarnation } = caller ?? (await holderOf(context, planned));
  return { name: component, seen: incarnation };
}

async function holderOf(context: RunContext, planned: PlannedFault): Promise<HeldTask> {
  const { target } = planned;
  const matches = (task: HeldTask): boolean =>
    target.role === 'holder' &&
    isOfFleet(task.component, target.fleet) &&
    (target.workflowId === undefined || task.workflowId === target.workflowId) &&
    (target.activityType === undefined || task.activityType === target.activityType);
  return await waitFor(() => context.stack.gateway.heldTasks().find((task) => matches(task)), {
    what: `a worker to hold what ${planned.id} strikes`,
    limitMs: HOLDER_LIMIT_MS,
    signal: context.signal,
    code: 'CHAOS_MOMENT_MISSED',
  });
}
