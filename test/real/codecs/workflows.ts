import { condition, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities, Receipt } from './worker.ts';

const { charge, deliver } = proxyActivities<Activities>({
  startToCloseTimeout: '20 s',
  heartbeatTimeout: '2 s',
  retry: { initialInterval: '100 ms' },
});

/** An order that is paid, approved by a client and delivered. */
export async function order(item: string): Promise<{ readonly receipt: Receipt; readonly by: string }> {
  let by: string | undefined;
  setHandler(defineSignal<[string]>('approve'), (name) => {
    by = name;
  });
  setHandler(defineQuery('by'), () => by ?? 'not approved');
  const receipt = await charge(item);
  await condition(() => by !== undefined);
  await deliver(receipt);
  return { receipt, by: by ?? '' };
}
