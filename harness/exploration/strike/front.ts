import { placeKey } from '../../model/crash-point.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import { orAborted } from '../../wait.ts';
import type { ReferenceCase } from '../points/references.ts';
import { Cut } from '../steer/cut.ts';
import type { Arrival } from '../steer/cut-interceptor.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { WorkerShifts } from '../steer/worker-shifts.ts';
import { type Member, meet, startMembers } from './members.ts';
import { type PointTask, type StrikeAt, type StruckWorkflow, secondFaultId } from './point-task.ts';
import { strikeVictim } from './strike-victim.ts';
import { untilArrived } from './until-arrived.ts';

/**
 * The time allowed to a workflow on top of three times its reference, until its point and until its end, in
 * milliseconds.
 */
const APPROACH_SLACK_MS = 5000;
const RECOVERY_SLACK_MS = 30_000;
/** No exploration waits longer than that for an attempt that was lost; its points are unproved then. */
const LONGEST_DETECTION_MS = 120_000;

/** Workflows that are struck together. */
export interface Front {
  /** From 1; null if one is struck by itself. */
  readonly number: number | null;
  readonly faultId: string;
  readonly action: ExplorationAction;
  readonly tasks: readonly PointTask[];
  readonly shifts: WorkerShifts;
  /** How much slower than its reference a workflow runs among so many others. */
  readonly slowdown: number;
}

/**
 * Runs one front: lets the workflows meet shortly before their points, so that each reaches its own at about the same
 * time, strikes when all that can be are there, and waits for their ends.
 *
 * @remarks No call is held for longer than half of the shortest timeout that runs meanwhile: a workflow that isn't
 * there by then is struck elsewhere, and this front doesn't explore its point.
 */
export async function runFront(context: ExplorationContext, front: Front): Promise<readonly StruckWorkflow[]> {
  const limits = limitsOf(front);
  const starting = startMembers(context, front);
  const { members } = starting;
  await orAborted(starting.gate.opened, context.signal);
  await meet(context, starting, limits);
  const first = await strikeAll(context, front, { members, limits, fleet: front.tasks[0]?.point.fleet });
  const depth2 = front.tasks.some(({ second }) => second !== null);
  for (const { task, approach } of members) {
    approach.over();
    const fate = first.arrivals.get(task) === null || front.action.fault !== null ? 'pass' : 'lose';
    // A workflow that missed the first point is not followed to the second.
    const next = task.second === null || first.arrivals.get(task) === null ? null : task.second;
    approach.followed.open(fate, next === null ? null : new Cut(next.order, placeKey(next.point.place), true));
  }
  const last = depth2 ? await strikeAgain(context, front, { members, limits, first }) : first;
  return await Promise.all(
    members.map((member) => {
      const { task } = member;
      const before = depth2 ? { point: task.point, ...strikeOf(first, task) } : null;
      const { faultId, number } = front;
      return ending(context, member, {
        faultId,
        front: number,
        before,
        ...strikeOf(last, task),
        limits,
        crowd: members.length,
      });
    }),
  );
}

interface Strike extends Pick<StruckWorkflow, 'strikeMs' | 'struck'> {
  readonly arrivals: ReadonlyMap<PointTask, Arrival | null>;
}

function strikeOf({ strikeMs, struck, arrivals }: Strike, task: PointTask): Omit<StrikeAt, 'point'> {
  return { strikeMs, struck, arrival: arrivals.get(task) ?? null };
}

interface Striking {
  readonly members: readonly Member[];
  readonly limits: Limits;
  /** The further fleet whose worker is at the points of all of them; undefined: it is one of `workers`. */
  readonly fleet: string | undefined;
}

async function strikeAll(
  context: ExplorationContext,
  front: Front,
  { members, limits, fleet }: Striking,
): Promise<Strike> {
  await untilArrived(
    context,
    members.map(({ approach }) => approach),
    limits,
  );
  const arrivals = new Map(members.map(({ task, approach }) => [task, approach.arrival]));
  const strikeMs = context.journal.nowMs();
  const { shifts, faultId, action } = front;
  const shift = shifts.of(fleet ?? null);
  const struck = action.fault === null ? null : await strikeVictim({ ...context, shift, faultId }, action);
  return { strikeMs, struck, arrivals };
}

/** The second strike, on those that stood at their first point. */
async function strikeAgain(
  context: ExplorationContext,
  front: Front,
  { members, limits, first }: Omit<Striking, 'fleet'> & { readonly first: Strike },
): Promise<Strike> {
  const there = members.filter(({ task }) => first.arrivals.get(task) !== null);
  const latestMs = Math.max(0, ...there.map(({ task }) => task.second?.delayMs ?? 0));
  const approachMs = 2 * latestMs + APPROACH_SLACK_MS;
  for (const { driven } of there) void driven.then((one) => one.look());
  const faultId = secondFaultId(front.faultId);
  const fleet = there[0]?.task.second?.point.fleet;
  const again = { members: there, limits: { ...limits, approachMs }, fleet };
  const last = await strikeAll(context, { ...front, faultId }, again);
  for (const { approach } of there) approach.followed.open('pass');
  return last;
}

interface Limits {
  readonly approachMs: number;
  readonly holdMs: number;
  readonly recoveryMs: number;
}

function limitsOf({ tasks, slowdown }: Front): Limits {
  const latestMs = Math.max(...tasks.map(({ point }) => point.atMs)) * slowdown;
  const tookMs = Math.max(...tasks.map(({ known }) => known.tookMs)) * slowdown;
  return {
    approachMs: 2 * latestMs + APPROACH_SLACK_MS,
    holdMs: Math.min(...tasks.map(({ known }) => known.shortestTimeoutMs)) / 2,
    recoveryMs: 3 * tookMs + recoverySlackMs(tasks.map(({ known }) => known)),
  };
}

/** Long enough for the system's own timeouts, as far as these are minutes at most. */
export function recoverySlackMs(known: readonly Pick<ReferenceCase, 'detectionMs'>[]): number {
  const detectionMs = Math.max(...known.map((one) => one.detectionMs));
  return RECOVERY_SLACK_MS + Math.min(detectionMs, LONGEST_DETECTION_MS);
}

/** Whether a workflow ends within a limit, in milliseconds. */
export async function endsInTime(
  { signal }: Pick<ExplorationContext, 'signal'>,
  ended: Promise<void>,
  limitMs: number,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(limitMs))]);
  try {
    await orAborted(ended, limit);
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

interface Ending
  extends Pick<StruckWorkflow, 'faultId' | 'front' | 'strikeMs' | 'struck' | 'arrival' | 'before' | 'crowd'> {
  readonly limits: Limits;
}

async function ending(context: ExplorationContext, member: Member, end: Ending): Promise<StruckWorkflow> {
  const driven = await orAborted(member.driven, context.signal);
  driven.look();
  const { limits, ...common } = end;
  const withTimeout = await endsInTime(context, driven.ended, limits.recoveryMs);
  const { task, approach, lengthMs } = member;
  const { job, startedMs } = driven;
  const { followed, onMs } = approach;
  const way = { fromMs: onMs ?? startedMs, lengthMs };
  return { ...common, task, followed, way, job, startedMs, ended: withTimeout, endedMs: context.journal.nowMs() };
}

/** How long the first of them was held before the strike, in milliseconds. */
export function longestHoldMs(struck: readonly Pick<StruckWorkflow, 'arrival' | 'strikeMs'>[]): number {
  return Math.max(0, ...struck.map(({ arrival, strikeMs }) => holdMs(arrival, strikeMs)));
}

function holdMs(arrival: Arrival | null, strikeMs: number): number {
  return arrival === null ? 0 : strikeMs - arrival.heldMs;
}
