import type { Job } from '../../harness/model/plan.ts';
import { type WorkflowClient } from '../../harness/model/probes.ts';
import { workflowClient } from '../../harness/probes/workflow-client.ts';
import type { BenchContext } from './bench-context.ts';
import type { LatencyResult } from './bench-report.ts';
import type { BenchStack } from './bench-stack.ts';
import { startDirectWorker } from './direct-worker.ts';
import { greetingJobs, resultOf } from './greet.ts';
import { spreadOf } from './percentile.ts';

const WARM_UP = 5;
const CALL_LIMIT_MS = 10_000;

/**
 * What the harness's hops cost a whole workflow: the same workflow on a worker behind them and on one without, in turn.
 *
 * @remarks The client goes straight to Temporal for both. One worker each, so that nothing else differs.
 */
export async function measureLatency(context: BenchContext, bench: BenchStack): Promise<LatencyResult> {
  const { counts, signal, progress, config } = context;
  progress(`latency: ${counts.workflowsPerWorker} workflows a worker`);
  await using direct = await startDirectWorker(context, bench);
  const clients = {
    direct: workflowClient({ client: bench.client, taskQueue: direct.taskQueue, callLimitMs: CALL_LIMIT_MS }),
    throughHops: workflowClient({ client: bench.client, taskQueue: config.taskQueue, callLimitMs: CALL_LIMIT_MS }),
  };
  const timeOf = async (workflows: WorkflowClient, job: Job | undefined): Promise<number> => {
    if (job === undefined) throw new Error('Expected as many greetings for each worker.');
    const startMs = performance.now();
    await workflows.start(job);
    await Promise.race([resultOf(bench.client, job, signal), direct.died]);
    return performance.now() - startMs;
  };
  const inTurn = async (prefix: string, count: number): Promise<{ direct: number[]; throughHops: number[] }> => {
    const times = { direct: [] as number[], throughHops: [] as number[] };
    const jobs = greetingJobs(`${prefix}-hops`, count);
    for (const [index, job] of greetingJobs(`${prefix}-direct`, count).entries()) {
      times.direct.push(await timeOf(clients.direct, job));
      times.throughHops.push(await timeOf(clients.throughHops, jobs[index]));
    }
    return times;
  };
  await inTurn('warm-up', WARM_UP);
  const times = await inTurn('latency', counts.workflowsPerWorker);
  const spreads = { direct: spreadOf(times.direct), throughHops: spreadOf(times.throughHops) };
  const ratio = {
    p50: spreads.throughHops.p50 / spreads.direct.p50,
    p95: spreads.throughHops.p95 / spreads.direct.p95,
  };
  return { ...spreads, ratio };
}
