import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';

/** The order that a schedule belongs to. */
type Scheduled = { readonly order: string };

/** The activities that make and delete schedules. Each can be asked again. */
export type ScheduleActivities = {
  /** Makes a schedule that starts a workflow twice, a second apart. */
  schedule(input: Scheduled): Promise<void>;
  /** Deletes the schedule. */
  unschedule(input: Scheduled): Promise<void>;
};

export function scheduleActivities(client: Client, taskQueue: string): ScheduleActivities {
  return {
    async schedule({ order }) {
      const started = { workflowType: 'scheduledCharge', args: [order], workflowTaskTimeout: '2s', taskQueue } as const;
      const schedule = client.schedule.create({
        scheduleId: order,
        spec: { intervals: [{ every: '1s' }] },
        action: { type: 'startWorkflow', workflowId: `${order}-scheduled`, ...started, args: [order] },
        policies: { overlap: ScheduleOverlapPolicy.ALLOW_ALL },
        state: { remainingActions: 2 },
      });
      await schedule.catch((error: unknown) => {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      });
    },
    async unschedule({ order }) {
      const deleted = client.schedule.getHandle(order).delete();
      await deleted.catch((error: unknown) => {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      });
    },
  };
}
