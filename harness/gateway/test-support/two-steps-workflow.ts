import { proxyActivities } from '@temporalio/workflow';
import type { confirm, work } from './two-steps-activities.ts';

const { work: doWork, confirm: doConfirm } = proxyActivities<{ work: typeof work; confirm: typeof confirm }>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '2s',
  retry: { initialInterval: '100ms', maximumInterval: '100ms', backoffCoefficient: 1 },
});

/** The smallest workflow that the gateway's own test needs: a heartbeating activity and a short one. */
export async function twoSteps(steps: number): Promise<string> {
  const done = await doWork(steps);
  return doConfirm(done);
}
