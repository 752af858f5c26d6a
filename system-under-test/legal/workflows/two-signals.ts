import { condition, defineSignal, setHandler, workflowInfo } from '@temporalio/workflow';
import { activities, checkpoint } from './activity-options.ts';

const reviewSignal = defineSignal<[string]>('review');

/**
 * Two signals of one name, of which the first says nothing that the workflow knows: it waits on.
 *
 * @see https://docs.temporal.io/encyclopedia/workflow-message-passing
 */
export async function twoSignals(): Promise<string> {
  const order = workflowInfo().workflowId;
  const heard: string[] = [];
  setHandler(reviewSignal, (said) => void heard.push(said));
  let read = 0;
  do {
    await condition(() => heard.length > read, '10 minutes');
    read += 1;
  } while (heard[read - 1] !== 'approved');
  await checkpoint('reviewed', ['approved']);
  await activities.charge({ order, item: 'ring' });
  return 'charged';
}
