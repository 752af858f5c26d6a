import type { Job, PlannedFault } from '../../model/plan.ts';
import { driveJobs } from '../drive-jobs.ts';
import { type Fakes, fakeContext } from './fake-context.ts';

/** The state of a workflow that has ended. */
export const ended = { workflowId: 'a', running: false, completed: true, retrying: [] };

/** A Temporal with no event history to wait for. */
export const noHistories: NonNullable<Fakes['books']> = {
  eventHistories: () => Promise.resolve({ state: 'collected', rows: [] }),
};

/** A fault of a plan, for starts and actions to wait for. */
export const deploy: PlannedFault = {
  id: 'deploy',
  at: { kind: 'elapsed', ms: 0 },
  fault: 'worker-replace',
  params: {},
  target: { role: 'component', name: 'worker-1' },
  healAfterMs: 1,
};

/** What was asked of Temporal, in order; the first signal is answered only when all jobs have been started. */
export async function asked(workload: readonly Job[]): Promise<readonly string[]> {
  const told: string[] = [];
  const all = Promise.withResolvers<undefined>();
  const isWaiting = ({ workflowId, actions }: Job): boolean =>
    actions.some(({ by }) => by !== 'system') && !told.includes(`signal ${workflowId}`);
  const workflows: Fakes['workflows'] = {
    start: (job) => {
      told.push(`start ${job.workflowId}`);
      if (told.filter((one) => one.startsWith('start')).length === workload.length) all.resolve(undefined);
      return Promise.resolve();
    },
    act: async (workflowId) => {
      told.push(`signal ${workflowId}`);
      await all.promise;
    },
    // A workflow that waits for a signal runs until it comes.
    countRunning: () => Promise.resolve(workload.filter((one) => isWaiting(one)).length),
    state: (workflowId) => {
      const running = workload.some((one) => one.workflowId === workflowId && isWaiting(one));
      return Promise.resolve({ ...ended, workflowId, running });
    },
    outcomeUnknown: () => true,
  };
  await driveJobs(fakeContext({ workload, workflows, books: noHistories }), 5000).ended;
  return told;
}
