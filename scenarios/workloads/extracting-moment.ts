import type { CallMoment, Job, Random } from '../../harness/index.ts';

/**
 * The reply to the first heartbeat of one document's extraction, whatever it covers short of the whole.
 *
 * @remarks The server has the progress then, and the worker hasn't heard so: what it does next is not covered. The first
 * heartbeat is always sent; where a call takes long, the SDK drops those that the next or the activity's end overtakes.
 */
export function extractingMoment(random: Random, workload: readonly Job[]): CallMoment {
  const job = random.pick(workload);
  const pages = job.expect.effects.filter((effect) => effect.kind === 'ocr').length;
  return {
    kind: 'call',
    side: 'reply',
    method: 'RecordActivityTaskHeartbeat',
    nth: 1,
    activityType: 'extractPages',
    workflowId: job.workflowId,
    progress: { path: 'pagesDone', atLeast: 1, atMost: pages - 1 },
  };
}
