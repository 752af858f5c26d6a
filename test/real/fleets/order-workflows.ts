import { executeChild, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { charge, reserve } from './activities.ts';
import type { receipt } from './payment-workflows.ts';

const retry = { initialInterval: '100ms', maximumInterval: '100ms', backoffCoefficient: 1 } as const;
const { reserve: doReserve } = proxyActivities<{ reserve: typeof reserve }>({ startToCloseTimeout: '2s', retry });
const { charge: doCharge } = proxyActivities<{ charge: typeof charge }>({
  taskQueue: 'payments',
  startToCloseTimeout: '5s',
  heartbeatTimeout: '2s',
  retry,
});

/** Reserves in its program, and has another program charge, on another task queue, and write a receipt. */
export async function order(name: string): Promise<string> {
  await doReserve(name);
  const charged = await doCharge(name);
  const workflowId = `${workflowInfo().workflowId}-receipt`;
  const child = { taskQueue: 'payments', workflowTaskTimeout: '2s', workflowId } as const;
  return await executeChild<typeof receipt>('receipt', { ...child, args: [charged] });
}
