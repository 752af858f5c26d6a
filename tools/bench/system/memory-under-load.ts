import { readFile } from 'node:fs/promises';
import { elapse } from '../../../harness/wait.ts';
import { leastSquares } from './least-squares.ts';
import { applyLoad, type LoadMeans } from './load.ts';
import type { MemoryFigures } from './system-result.ts';

const AT_ONCE = 10;
const EVERY_MS = 1000;
const WARM_UP_SHARE = 0.2;
const KB_PER_MB = 1024;
const MS_PER_MINUTE = 60_000;

type Sample = MemoryFigures['samples'][number];

/** The resident set of the first worker while it is worked; null where it cannot be read. */
export async function memoryUnderLoad(forMs: number, means: LoadMeans): Promise<MemoryFigures | null> {
  const [worker] = means.bench.stack.workers();
  const life = means.bench.stack
    .lives()
    .find(({ component }) => component === worker?.name)
    ?.incarnations.at(-1);
  if (life === undefined || (await residentMb(life.pid)) === null) return null;
  const stop = new AbortController();
  const sampling = sample(life.pid, everyOf(forMs), stop.signal);
  const load = await applyLoad({ prefix: 'memory', atOnce: AT_ONCE, forMs }, means).finally(() => stop.abort());
  const samples = await sampling;
  const settled = samples.slice(Math.ceil(samples.length * WARM_UP_SHARE));
  const { slope, slopeError } = leastSquares(settled.map(({ atMs, rssMb }) => ({ x: atMs / MS_PER_MINUTE, y: rssMb })));
  const minutes = forMs / MS_PER_MINUTE;
  return { minutes, atOnce: AT_ONCE, activities: load.completed, samples, slopeMbPerMinute: slope, slopeError };
}

/** A short look needs samples too. */
function everyOf(forMs: number): number {
  return Math.min(EVERY_MS, forMs / 20);
}

async function sample(pid: number, everyMs: number, signal: AbortSignal): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const startMs = performance.now();
  while (!signal.aborted) {
    const rssMb = await residentMb(pid);
    if (rssMb !== null) samples.push({ atMs: performance.now() - startMs, rssMb });
    await elapse(everyMs, signal).catch(() => undefined);
  }
  return samples;
}

async function residentMb(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kb === undefined ? null : Number(kb) / KB_PER_MB;
}
