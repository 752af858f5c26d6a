import type { WorkflowClient } from '../../../harness/model/probes.ts';
import type { BenchStack } from '../bench-stack.ts';
import { greetingJobs, resultOf } from '../greet.ts';
import { spreadOf } from '../percentile.ts';
import type { LoadFigures } from './system-result.ts';

/** How hard the system is worked, and for how long. */
export interface Load {
  /** Begins the ids of its workflows. */
  readonly prefix: string;
  readonly atOnce: number;
  readonly forMs: number;
}

/** The means to work it. */
export interface LoadMeans {
  readonly bench: BenchStack;
  readonly workflows: WorkflowClient;
  readonly signal: AbortSignal;
}

/**
 * Works the system by greetings, so many at once, and counts those that were complete in time.
 *
 * @remarks Those that end later are not counted, and how long they took is: leaving out the slowest would flatter.
 */
export async function applyLoad({ prefix, atOnce, forMs }: Load, means: LoadMeans): Promise<LoadFigures> {
  const { bench, workflows, signal } = means;
  const endMs = performance.now() + forMs;
  const latencies: number[] = [];
  let completed = 0;
  const client = async (index: number): Promise<void> => {
    for (let count = 1; performance.now() < endMs; count += 1) {
      signal.throwIfAborted();
      const [job] = greetingJobs(`${prefix}-${index}-${count}`, 1);
      if (job === undefined) throw new Error('Expected a greeting.');
      const startMs = performance.now();
      await workflows.start(job);
      await resultOf(bench.client, job, signal);
      latencies.push(performance.now() - startMs);
      if (performance.now() <= endMs) completed += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, async (_, index) => client(index)));
  return { atOnce, completed, perSecond: completed / (forMs / 1000), latencyMs: spreadOf(latencies) };
}
