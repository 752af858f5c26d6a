import { HarnessError } from '../errors.ts';
import { eventTypeOf } from '../model/event-history.ts';
import { describeMoment, type Moment } from '../model/moment.ts';
import type { PlannedFault } from '../model/plan.ts';
import { linkName } from '../model/plan.ts';
import type { HeldCall, HeldTask, Target } from '../model/stack.ts';
import { elapse, waitFor } from '../wait.ts';
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
  switch (moment.kind) {
    case 'elapsed':
      await elapse(moment.ms, context.signal);
      return { held: null };
    case 'call':
      return { held: await heldInTime(context, moment, { what, limitMs }) };
    case 'event':
      await waitFor(
        async () => {
          const history = await context.probes.workflows.eventHistory(moment.workflowId).catch(() => null);
          const seen = history?.events.filter((event) => eventTypeOf(event) === moment.eventType).length ?? 0;
          return seen >= moment.nth ? true : undefined;
        },
        { what, ...limits },
      );
      return { held: null };
    case 'checkpoint':
      await waitFor(
        async () => {
          const visible = await context.probes.books.visibleCheckpoints().catch(() => new Set<string>());
          return visible.has(`${moment.workflowId}/${moment.stage}`) ? true : undefined;
        },
        { what, ...limits },
      );
      return { held: null };
  }
}

async function heldInTime(
  context: RunContext,
  moment: Extract<Moment, { kind: 'call' }>,
  limit: { readonly what: string; readonly limitMs: number },
): Promise<HeldCall> {
  const missed = new AbortController();
  const sentence = `Expected ${limit.what}, but it did not within ${limit.limitMs} ms. Look whether the workload gets there.`;
  const timer = setTimeout(() => missed.abort(new HarnessError('CHAOS_MOMENT_MISSED', sentence)), limit.limitMs);
  try {
    return await context.stack.gateway.hold(moment, AbortSignal.any([context.signal, missed.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Finds out whom a fault strikes.
 *
 * @throws HarnessError CHAOS_MOMENT_MISSED where nobody holds such a task in time; CHAOS_UNKNOWN_TARGET.
 */
export async function resolveTarget(
  context: RunContext,
  planned: PlannedFault,
  held: HeldCall | null,
): Promise<Target> {
  const { target } = planned;
  const holder = target.role === 'component' ? target.name : (held ?? (await holderOf(context, planned))).component;
  const component = context.stack.component(holder);
  const link = target.link === undefined ? null : linkName(target.link, holder);
  return { component: component.name, incarnation: component.incarnation, link };
}

async function holderOf(context: RunContext, planned: PlannedFault): Promise<HeldTask> {
  const { target } = planned;
  const matches = (task: HeldTask): boolean =>
    target.role === 'holder' &&
    (target.workflowId === undefined || task.workflowId === target.workflowId) &&
    (target.activityType === undefined || task.activityType === target.activityType);
  return await waitFor(() => context.stack.gateway.heldTasks().find((task) => matches(task)), {
    what: `a worker to hold what ${planned.id} strikes`,
    limitMs: HOLDER_LIMIT_MS,
    signal: context.signal,
    code: 'CHAOS_MOMENT_MISSED',
  });
}
