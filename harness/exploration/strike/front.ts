import { placeKey } from '../../model/crash-point.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import { elapse, orAborted } from '../../wait.ts';
import { isByCommand, type ReferenceCase } from '../points/references.ts';
import { Cut } from '../steer/cut.ts';
import type { Arrival, Followed } from '../steer/cut-interceptor.ts';
import { type DrivenCase, driveCase } from '../steer/drive-case.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { WorkerShifts } from '../steer/worker-shifts.ts';
import { type PointTask, type StrikeAt, type StruckWorkflow, secondFaultId } from './point-task.ts';
import { StartGate } from './start-gate.ts';
import { strikeVictim } from './strike-victim.ts';

const LOOK_MS = 5;
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

interface Member {
  readonly task: PointTask;
  readonly followed: Followed;
  readonly driven: Promise<DrivenCase>;
}

/**
 * Runs one front: starts every workflow so that each reaches its own point at about the same time, strikes when all
 * that can be are there, and waits for their ends.
 *
 * @remarks No call is held for longer than half of the shortest timeout that runs meanwhile: a workflow that isn't
 * there by then is struck elsewhere, and this front doesn't explore its point.
 */
export async function runFront(context: ExplorationContext, front: Front): Promise<readonly StruckWorkflow[]> {
  const { members, gate } = startMembers(context, front);
  const limits = limitsOf(front);
  await orAborted(gate.opened, context.signal);
  const first = await strikeAll(context, front, { members, limits, fleet: front.tasks[0]?.point.fleet });
  const depth2 = front.tasks.some(({ second }) => second !== null);
  for (const { task, followed } of members) {
    const fate = first.arrivals.get(task) === null || front.action.fault !== null ? 'pass' : 'lose';
    // A workflow that missed the first point is not followed to the second.
    const next = task.second === null || first.arrivals.get(task) === null ? null : task.second;
    followed.open(fate, next === null ? null : new Cut(next.order, placeKey(next.point.place), true));
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
    members.map(({ followed }) => followed),
    limits,
  );
  const arrivals = new Map(members.map(({ task, followed }) => [task, followed.arrival]));
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
  for (const { followed } of there) followed.open('pass');
  return last;
}

interface Started {
  readonly members: readonly Member[];
  readonly gate: StartGate;
}

function startMembers(context: ExplorationContext, { tasks, slowdown, faultId }: Front): Started {
  const latestMs = Math.max(...tasks.map(({ point }) => point.atMs)) * slowdown;
  const commands = tasks.flatMap(({ known }, index) => (isByCommand(known) ? [index] : []));
  const gate = new StartGate(commands, context.signal);
  const members = tasks.map((task, index) => {
    const { known, point } = task;
    const job = known.jobFor(`${context.runId}-${known.name}-${faultId}-${index + 1}`);
    const followed = context.interceptor.follow(job.workflowId, new Cut(known.order, placeKey(point.place)));
    const waitMs = latestMs - point.atMs * slowdown;
    const wait = (): Promise<void> => elapse(waitMs, context.signal);
    const letStart = (): Promise<void> => gate.hold(index, waitMs);
    const drive = (): Promise<DrivenCase> => driveCase(context, { job, followed, way: known, letStart });
    const driven = isByCommand(known) ? drive().finally(() => gate.came(index)) : gate.opened.then(wait).then(drive);
    driven.catch(() => undefined);
    return { task, followed, driven };
  });
  return { members, gate };
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

/** Waits until all who can stand at their points, or the first was held for as long as it may be, or time is up. */
export async function untilArrived(
  context: ExplorationContext,
  followed: readonly Followed[],
  limits: Pick<Limits, 'approachMs' | 'holdMs'>,
): Promise<void> {
  const endMs = context.journal.nowMs() + limits.approachMs;
  for (;;) {
    if (followed.every(({ arrival, spent }) => arrival !== null || spent)) return;
    const nowMs = context.journal.nowMs();
    const firstMs = Math.min(...followed.map(({ firstHoldMs }) => firstHoldMs ?? Number.POSITIVE_INFINITY));
    if (nowMs >= endMs || nowMs - firstMs >= limits.holdMs) return;
    await elapse(LOOK_MS, context.signal);
  }
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
  const { task, followed } = member;
  const { job, startedMs } = driven;
  return { ...common, task, followed, job, startedMs, ended: withTimeout, endedMs: context.journal.nowMs() };
}

/** How long the first of them was held before the strike, in milliseconds. */
export function longestHoldMs(struck: readonly Pick<StruckWorkflow, 'arrival' | 'strikeMs'>[]): number {
  return Math.max(0, ...struck.map(({ arrival, strikeMs }) => holdMs(arrival, strikeMs)));
}

function holdMs(arrival: Arrival | null, strikeMs: number): number {
  return arrival === null ? 0 : strikeMs - arrival.heldMs;
}
