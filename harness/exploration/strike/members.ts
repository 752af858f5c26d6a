import { elapse } from '../../wait.ts';
import { isByCommand } from '../points/references.ts';
import { type DrivenCase, driveCase } from '../steer/drive-case.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { Approach, type Route, routesOf } from './approach.ts';
import type { PointTask } from './point-task.ts';
import { StartGate } from './start-gate.ts';
import { type ApproachLimits, untilArrived } from './until-arrived.ts';

/** One workflow of a front. */
export interface Member extends Pick<Route, 'lengthMs'> {
  readonly task: PointTask;
  readonly approach: Approach;
  readonly driven: Promise<DrivenCase>;
  /** How long after the first it goes on from its meeting, or starts, in milliseconds. */
  readonly waitMs: number;
}

/** The workflows of a front, as they start. */
export interface Starting {
  readonly members: readonly Member[];
  readonly gate: StartGate;
  /** How long the calls at the meetings may be held, in milliseconds. */
  readonly meetingMs: number;
  /** Lets those start that have no meeting. */
  readonly goOn: () => void;
}

/** The members of a front, as far as they matter for their start. */
interface Front {
  readonly faultId: string;
  readonly tasks: readonly PointTask[];
  readonly slowdown: number;
}

/** Starts the workflows of a front so that they reach their meetings at about the same time. */
export function startMembers(context: ExplorationContext, { tasks, slowdown, faultId }: Front): Starting {
  const { signal, interceptor, runId } = context;
  const routes = routesOf(tasks);
  const meetings = routes.flatMap(({ meeting }) => meeting ?? []);
  const meetingMs = Math.min(...meetings.map(({ holdMs }) => holdMs));
  const latestMs = Math.max(...meetings.map(({ atMs }) => atMs));
  const longestMs = Math.max(...routes.map(({ lengthMs }) => lengthMs));
  const commands = tasks.flatMap(({ known }, index) => (isByCommand(known) ? [index] : []));
  const gate = new StartGate(commands, signal);
  const { promise: goneOn, resolve: goOn } = Promise.withResolvers<void>();
  const members = tasks.map((task, index) => {
    const { known } = task;
    const { meeting, lengthMs } = routes[index] as Route;
    const job = known.jobFor(`${runId}-${known.name}-${faultId}-${index + 1}`);
    const approach = new Approach(interceptor, job.workflowId, { task, meeting });
    // Those that are held at their meetings meanwhile mustn't be for too long.
    const waitMs = Math.min((longestMs - lengthMs) * slowdown, meetingMs / 2);
    const letStart = (): Promise<void> => gate.hold(index, waitMs);
    const drive = (): Promise<DrivenCase> =>
      driveCase(context, { job, followed: approach.followed, way: known, letStart });
    const start = (): Promise<void> =>
      meeting === null ? goneOn.then(() => elapse(waitMs, signal)) : elapse(latestMs - meeting.atMs, signal);
    const driven = isByCommand(known) ? drive().finally(() => gate.came(index)) : gate.opened.then(start).then(drive);
    driven.catch(() => undefined);
    return { task, approach, driven, waitMs, lengthMs };
  });
  return { members, gate, meetingMs, goOn };
}

/** Waits until all that meet are at their meetings, or long enough, and lets all go on to their points. */
export async function meet(
  context: ExplorationContext,
  { members, meetingMs, goOn }: Starting,
  { approachMs }: Pick<ApproachLimits, 'approachMs'>,
): Promise<void> {
  const meeting = members.filter(({ approach }) => !approach.isBehindMeeting);
  const longestMs = Math.max(0, ...meeting.map(({ waitMs }) => waitMs));
  const stands = meeting.map(({ approach }) => approach.followed);
  await untilArrived(context, stands, { approachMs, holdMs: meetingMs - longestMs });
  goOn();
  for (const { approach, waitMs } of meeting) {
    const after = waitMs === 0 ? Promise.resolve() : elapse(waitMs, context.signal);
    after.then(() => approach.goOn(context.journal.nowMs())).catch(() => undefined);
  }
}
