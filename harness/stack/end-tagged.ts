import { ProcessTree } from '../processes/process-tree.ts';
import { RUN_TAG } from '../reaper/run-folder.ts';
import type { RunContext } from './run-context.ts';

const LIMIT_MS = 3000;

/**
 * Kills every process that still carries the tag of the run, except the reaper and this one.
 *
 * @returns the processes that it found
 */
export async function endTagged({ runId, reaper }: RunContext): Promise<readonly number[]> {
  const tags = [{ name: RUN_TAG, value: runId }];
  const tree = new ProcessTree({ name: `run ${runId}`, roots: [], tags, except: new Set([reaper.pid, process.pid]) });
  const left = await tree.living();
  if (left.length > 0) await tree.kill(LIMIT_MS);
  return left.map(({ pid }) => pid);
}
