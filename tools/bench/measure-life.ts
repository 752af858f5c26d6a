import type { BenchContext } from './bench-context.ts';
import type { LifeResult } from './bench-report.ts';
import type { BenchStack } from './bench-stack.ts';
import { type LifeTimes, lifeTimesOf } from './life-times.ts';
import { spreadOf } from './percentile.ts';

/**
 * How long it takes to kill a worker and to start it again, over and over.
 *
 * @remarks The worker has nothing to do, so that nothing but the kill and the start is in the figures. A first kill and
 * start, which is not measured, warms up what the harness itself needs for it.
 */
export async function measureLife(context: BenchContext, bench: BenchStack): Promise<LifeResult> {
  const { counts, progress } = context;
  progress(`life: one kill and start to warm up, then ${counts.lives}, on the ${bench.stack.name} stack`);
  await killAndStart(context, bench);
  const times: LifeTimes[] = [];
  for (let done = 0; done < counts.lives; done += 1) times.push(await killAndStart(context, bench));
  return {
    endedMs: spreadOf(times.map(({ endedMs }) => endedMs)),
    killedMs: spreadOf(times.map(({ killedMs }) => killedMs)),
    runningMs: spreadOf(times.map(({ runningMs }) => runningMs)),
    firstPollMs: spreadOf(times.map(({ firstPollMs }) => firstPollMs)),
  };
}

async function killAndStart({ signal }: BenchContext, { stack, journal }: BenchStack): Promise<LifeTimes> {
  signal.throwIfAborted();
  const [worker] = stack.workers();
  if (worker === undefined) throw new Error('Expected a stack with a worker, but it has none.');
  const killCalledMs = journal.nowMs();
  const { incarnation } = await worker.kill('fault');
  const kill = { calledMs: killCalledMs, returnedMs: journal.nowMs() };
  signal.throwIfAborted();
  const start = { calledMs: journal.nowMs() };
  await worker.start();
  return lifeTimesOf(journal.entries(), { component: worker.name, incarnation, kill, start });
}
