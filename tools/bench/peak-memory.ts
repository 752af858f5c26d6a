import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { elapse } from '../../harness/wait.ts';

const EVERY_MS = 100;
const KB_PER_MB = 1024;

/** A process whose memory is being watched. */
export interface MemoryWatch {
  /** Ends the watch; its largest resident set so far in MB (2^20 bytes), or null where it was never seen. */
  end(): Promise<number | null>;
}

/**
 * Watches the resident set of one process until told to end.
 *
 * @remarks On Linux the kernel itself keeps the peak (VmHWM), so that only what happens in the last tenth of a second can
 * be missed; elsewhere it is the largest of the readings.
 */
export function watchMemory(pid: number): MemoryWatch {
  const stop = new AbortController();
  let peakKb = 0;
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      peakKb = Math.max(peakKb, (await residentKb(pid)) ?? 0);
      await elapse(EVERY_MS, stop.signal).catch(() => undefined);
    }
  };
  const watching = watch();
  return {
    end: async () => {
      stop.abort();
      await watching;
      return peakKb === 0 ? null : peakKb / KB_PER_MB;
    },
  };
}

async function residentKb(pid: number): Promise<number | null> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(status);
    return match === null ? null : Number(match[1]);
  }
  const told = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  const kb = Number.parseInt(told.stdout, 10);
  return Number.isNaN(kb) ? null : kb;
}
