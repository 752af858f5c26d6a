import { exitCodes } from '../../harness/model/exit-code.ts';
import type { BenchContext } from './bench-context.ts';
import { type Spread, spreadOf } from './percentile.ts';
import { runChaos } from './run-chaos.ts';

/**
 * Time from the start of a command to its exit, for one that is refused: what a user waits for a typing mistake.
 *
 * @remarks A first one, which is not measured, fills the caches.
 */
export async function measureStart(context: BenchContext): Promise<Spread> {
  const { counts, progress } = context;
  progress(`start: ${counts.starts} refused commands`);
  await timeRefusal(context);
  const times: number[] = [];
  for (let done = 0; done < counts.starts; done += 1) times.push(await timeRefusal(context));
  return spreadOf(times);
}

/**
 * Starts a scenario that doesn't exist.
 *
 * @returns the time to its exit, in milliseconds
 * @throws Error with what it said if it wasn't refused.
 */
export async function timeRefusal(context: BenchContext): Promise<number> {
  const { exit, commandMs, stderr } = await runChaos(context, ['scenario', 'no-such-scenario']);
  if (exit === exitCodes.usage) return commandMs;
  throw new Error(`Expected a refusal with exit ${exitCodes.usage}, but got ${exit}: ${stderr.trim()}`);
}
