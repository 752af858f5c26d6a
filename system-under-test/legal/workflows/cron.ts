import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

const tickSignal = defineSignal('tick');
const ticks = 3;

/**
 * A cron workflow, cancelled in its fourth run: each begins by itself and knows the result of the one before.
 *
 * @see https://docs.temporal.io/cron-job
 */
export async function cron(): Promise<string> {
  const order = workflowInfo().workflowId;
  let heard = 0;
  setHandler(tickSignal, () => void (heard += 1));
  const options = { ...child, workflowId: `${order}-tick`, args: [order] as [string], cronSchedule: '@every 1s' };
  const ticking = await startChild(tick, options);
  await condition(() => heard > ticks);
  await getExternalWorkflowHandle(ticking.workflowId).cancel();
  await ticking.result().catch((error: unknown) => {
    if (!isCancellation(error)) throw error;
  });
  return 'charged';
}

/** One run of the schedule; the one after the last charge waits to be cancelled. */
export async function tick(order: string): Promise<number> {
  const nth = Number(workflowInfo().lastResult ?? 0) + 1;
  if (nth <= ticks) await activities.charge({ order, item: `tick ${nth}` });
  await getExternalWorkflowHandle(order).signal(tickSignal);
  if (nth > ticks) await condition(() => false);
  return nth;
}
