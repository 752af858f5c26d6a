import { readFile } from 'node:fs/promises';
import { afterMs, HarnessError } from '../errors.ts';

/** The file for the output of one life of a component. */
export function logFileOf(logsFolder: string, tag: string): string {
  return `${logsFolder}/${tag}.log`;
}

/** What stands for the last line of an empty log. */
export const SILENCE = 'it said nothing';

/** The last line of a log that is not blank; most programs name a full disk in plain words. */
export async function lastLineOf(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').findLast((line) => line.trim() !== '') ?? SILENCE;
}

/** The error of a component that isn't ready; CHAOS_NOT_WRITABLE if the disk is full. */
export function notReady(name: string, what: string, tookMs: number): HarnessError {
  const full =
    /no space left on device|ENOSPC|read-only file system|EROFS|disk quota exceeded|file too large|EFBIG/i.test(what);
  const advice = `${full ? 'Make room where it writes. ' : ''}See logs/${name}*.log.`;
  return new HarnessError(
    full ? 'CHAOS_NOT_WRITABLE' : 'CHAOS_STACK_NOT_READY',
    `Expected ${name} to become ready, but it ${what}${afterMs(tookMs)}. ${advice}`,
  );
}
