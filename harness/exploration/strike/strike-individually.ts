import pMap from 'p-map';
import { placeKey } from '../../model/crash-point.ts';
import { Cut } from '../steer/cut.ts';
import { driveCase } from '../steer/drive-case.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { endsInTime, untilArrived } from './front.ts';
import type { PointTask, StruckWorkflow } from './point-task.ts';

const SLACK_MS = 30_000;

/** Points that are struck one by one, many of them side by side. */
export interface Each {
  readonly tasks: readonly PointTask[];
  /** How many workflows run at once. */
  readonly atOnce: number;
  /** Part of the workflow ids. */
  readonly faultId: string;
  /** Called with each workflow as it ends. */
  readonly done: (struck: StruckWorkflow) => void;
  /** Whether no further workflow is to be begun. */
  readonly over: () => boolean;
}

/** Strikes only the call at each point, as soon as it is there: no other workflow is touched, so none is waited for. */
export async function strikeIndividually(
  context: ExplorationContext,
  { tasks, atOnce, faultId, done, over }: Each,
): Promise<void> {
  const crowd = Math.min(atOnce, tasks.length);
  const strike = async (task: PointTask, index: number): Promise<void> => {
    if (over()) return;
    context.signal.throwIfAborted();
    done({ ...(await strikeOne(context, task, `${faultId}-${index + 1}`)), crowd });
  };
  await pMap(tasks, strike, { concurrency: atOnce });
}

async function strikeOne(
  context: ExplorationContext,
  task: PointTask,
  faultId: string,
): Promise<Omit<StruckWorkflow, 'crowd'>> {
  const { known, point } = task;
  const job = known.jobFor(`${context.runId}-${known.name}-${faultId}`);
  const followed = context.interceptor.follow(job.workflowId, new Cut(known.order, placeKey(point.place)));
  const driven = await driveCase(context, { job, followed, way: known });
  const approachMs = 3 * known.tookMs + SLACK_MS;
  await untilArrived(context, [followed], { approachMs, holdMs: known.shortestTimeoutMs / 2 });
  const { arrival } = followed;
  const strikeMs = context.journal.nowMs();
  // If it isn't there in time, nothing is lost, and nothing is proved.
  followed.open(arrival === null ? 'pass' : 'lose');
  driven.look();
  const ended = await endsInTime(context, driven.ended, approachMs);
  const common = { task, job, faultId, front: null, arrival, strikeMs, struck: null, before: null, followed };
  return { ...common, startedMs: driven.startedMs, ended, endedMs: context.journal.nowMs() };
}
