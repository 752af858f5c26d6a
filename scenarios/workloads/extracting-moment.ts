import type { CallMoment, Job, Random } from '../../harness/index.ts';

/**
 * The reply to the first heartbeat of one document's extraction, if it covers less than the whole.
 *
 * @remarks The server then has the progress, and the worker hasn't heard so: its next work is not covered. The first
 * heartbeat is always sent. If a call takes long, the SDK drops heartbeats that the next one or the activity's end
 * overtakes.
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
