import type { Client } from '@temporalio/client';
import type { Job } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { greetings } from '../../scenarios/workloads/greetings.ts';

const RESULT_LIMIT_MS = 60_000;

/** Greetings that take no time of their own, whose ids begin with a word of the caller's. */
export function greetingJobs(prefix: string, count: number): readonly Job[] {
  const jobs = greetings(seededRandom(1), { greetings: count, durationMs: 0 });
  return jobs.map((job) => ({ ...job, workflowId: `${prefix}-${job.workflowId}` }));
}

/**
 * Waits for a workflow's result.
 *
 * @throws Error where it is not what the job expects, or there is none within a minute.
 */
export async function resultOf(client: Client, job: Job, signal: AbortSignal): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(RESULT_LIMIT_MS)]);
  const result: unknown = await client.withAbortSignal(limited, async () =>
    client.workflow.getHandle(job.workflowId).result(),
  );
  if (result === job.expect.result) return;
  const [expected, found] = [job.expect.result, result].map((one) => JSON.stringify(one));
  throw new Error(`Expected ${job.workflowId} to give ${expected}, but it gave ${found}.`);
}
