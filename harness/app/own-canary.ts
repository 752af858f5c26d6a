import { markStart } from '../model/mark-plan.ts';
import type { StartedJob } from '../model/probes.ts';
import type { RunRequest } from './run-request.ts';

type Asked = Pick<RunRequest, 'config' | 'hosted' | 'temporal' | 'runId'>;

/** The task queue of the harness's own canaries; undefined: the configuration has a canary, which the workers serve. */
export function canaryQueueOf({ config, runId }: Pick<Asked, 'config' | 'runId'>): string | undefined {
  return config.canary === undefined ? queueOf(runId) : undefined;
}

/**
 * The n-th canary of a run: that of the configuration, which may write checkpoints too and is a workflow among those of
 * others, or else the harness's own.
 */
export function canaryOf({ config, hosted, temporal, runId }: Asked, n: number): StartedJob {
  const canary = config.canary?.(n);
  const mark = hosted?.mark ?? temporal?.mark;
  if (canary !== undefined) return mark === undefined ? canary : markStart(canary, mark);
  const taskQueue = queueOf(runId);
  return { workflowType: 'durable-chaos-canary', workflowId: `${mark ?? ''}${taskQueue}-${n}`, args: [], taskQueue };
}

function queueOf(runId: string): string {
  return `durable-chaos-canary-${runId}`;
}
