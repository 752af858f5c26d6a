import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { type ProcessInfo, parsePs, parseStat } from './process-table.ts';

/** One life of one process: the system reuses ids, but never an id together with its start time. */
export type ProcessIdentity = Pick<ProcessInfo, 'pid' | 'startTime'>;

const procfs = existsSync('/proc/self/stat');

/**
 * The living process of that id, or null where there is none.
 *
 * @remarks A zombie counts as dead: signal 0 still reaches it, but it will never do anything again.
 */
export function livingProcess(pid: number): ProcessIdentity | null {
  const seen = procfs ? readStat(pid) : (readPs(pid)[0] ?? null);
  return seen === null || seen.state === 'Z' || seen.state === 'X' ? null : { pid, startTime: seen.startTime };
}

/** Whether that very process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return livingProcess(identity.pid)?.startTime === identity.startTime;
}

/** The identity of the process that runs this. */
export function thisProcess(): ProcessIdentity {
  const self = livingProcess(process.pid);
  if (self === null) throw new TypeError('The process table does not list this process.');
  return self;
}

function readStat(pid: number): ProcessInfo | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch (error) {
    // ESRCH: it died between the opening and the reading.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function readPs(pid: number): readonly ProcessInfo[] {
  // The C locale and a fixed zone keep the start time the same text for every reader.
  const env = { PATH: process.env['PATH'] ?? '/bin:/usr/bin', LC_ALL: 'C', TZ: 'UTC' };
  const args = ['-o', 'pid=,ppid=,state=,lstart=', '-p', String(pid)];
  return parsePs(spawnSync('ps', args, { encoding: 'utf8', env }).stdout ?? '');
}
