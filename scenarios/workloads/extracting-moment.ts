import type { CallMoment, Job, Random } from '../../harness/index.ts';

/**
 * The reply to a heartbeat of one document's extraction that covers at least two pages and isn't the last.
 *
 * @remarks The server has the progress then, and the worker hasn't heard so: what it does next is not covered.
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
    progress: { path: 'pagesDone', atLeast: 2, atMost: pages - 1 },
  };
}
