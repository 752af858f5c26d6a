import { readdirSync, readFileSync } from 'node:fs';
import { type ProcessInfo, parseStat } from '../../harness/processes/process-table.ts';
import { membersOf } from '../../harness/processes/process-tree.ts';
import { elapse } from '../../harness/wait.ts';
import { type CpuLife, CpuLives, partOf } from './cpu-lives.ts';
import type { CpuShare } from './explore-result.ts';

const EVERY_MS = 200;
/** Fields of /proc/<pid>/stat behind the command, from 0: time in user mode and in the kernel, in ticks. */
const UTIME = 11;
const STIME = 12;

/** A command whose processes are being watched. */
export interface CpuWatch {
  /** From now on it counts. */
  begin(): void;
  /** Ends the watch; null where the system doesn't tell, or it never began. */
  end(): Promise<readonly CpuShare[] | null>;
}

/**
 * Watches the CPU time of a process and of all that descends from it.
 *
 * @remarks By /proc, so on Linux only. A process that is killed counts up to when it was last looked at, a fifth of a second
 * before at most.
 */
export function watchCpu(rootPid: number): CpuWatch {
  const stop = new AbortController();
  const lives = new CpuLives();
  const names = new Map<string, string>();
  let began = false;
  const look = (): void => lives.seen(descendants(rootPid, names));
  const watch = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      look();
      await elapse(EVERY_MS, stop.signal).catch(() => undefined);
    }
  };
  if (process.platform !== 'linux') return { begin: () => undefined, end: () => Promise.resolve(null) };
  const watching = watch();
  return {
    begin: () => {
      look();
      lives.begin();
      began = true;
    },
    end: async () => {
      if (!stop.signal.aborted) look();
      stop.abort();
      await watching;
      return began ? lives.shares() : null;
    },
  };
}

type Timed = ProcessInfo & { readonly ticks: number };

/** The process and its descendants as they are now; `names` are the parts of those that were seen before. */
function descendants(rootPid: number, names: Map<string, string>): readonly CpuLife[] {
  const table = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? (readTimed(entry) ?? []) : []));
  const ticks = new Map(table.map((one) => [one.pid, one.ticks]));
  const found = new Map<number, string>();
  // Parents come before their children.
  return membersOf(table, ({ pid }) => pid === rootPid).map(({ pid, ppid, startTime }) => {
    const id = `${pid} ${startTime}`;
    const parent = pid === rootPid ? 'harness' : (found.get(ppid) ?? 'harness');
    const part = names.get(id) ?? partOf(readText(`/proc/${pid}/environ`), readText(`/proc/${pid}/cmdline`)) ?? parent;
    names.set(id, part);
    found.set(pid, part);
    return { id, part, ticks: ticks.get(pid) ?? 0 };
  });
}

function readTimed(pid: string): Timed | null {
  const text = readText(`/proc/${pid}/stat`);
  const info = parseStat(text);
  if (info === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { ...info, ticks: Number(fields[UTIME]) + Number(fields[STIME]) };
}

/** A file of /proc; empty where the process has ended meanwhile or belongs to somebody else. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
