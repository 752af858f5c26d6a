import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { livingProcess, type ProcessIdentity } from './process-identity.ts';

/** A living process that carries a run's tag in its environment. */
export interface TaggedProcess {
  readonly pid: number;
  readonly runId: string;
  /** The owner that its environment names, or null if it names none. */
  readonly owner: ProcessIdentity | null;
}

/** All living processes of this machine that carry the tag of a run, as far as we may look into them. */
export function taggedProcesses(): readonly TaggedProcess[] {
  const tagged = existsSync('/proc/self/environ') ? fromProc() : parsePsWithEnvironment(readPs());
  return tagged.filter(({ pid }) => livingProcess(pid) !== null);
}

/** The run and the owner that the variables of an environment name, or null where they name no run. */
export function readTag(variables: readonly string[]): Omit<TaggedProcess, 'pid'> | null {
  const runId = valueOf(variables, 'DURABLE_CHAOS_RUN');
  if (runId === undefined || runId === '') return null;
  return { runId, owner: parseOwner(valueOf(variables, 'DURABLE_CHAOS_OWNER') ?? '') };
}

/** The owner that a mark `<pid>@<start time, URI-encoded>` names; null if it is not such a mark. */
export function parseOwner(mark: string): ProcessIdentity | null {
  const [, pid, startTime] = /^(\d+)@(\S+)$/.exec(mark) ?? [];
  if (pid === undefined || startTime === undefined) return null;
  try {
    return { pid: Number(pid), startTime: decodeURIComponent(startTime) };
  } catch {
    // The harness did not write this mark.
    return null;
  }
}

/** Reads what `ps -axEwwo pid=,command=` prints on macOS: each process with its environment behind its command. */
export function parsePsWithEnvironment(output: string): readonly TaggedProcess[] {
  return output.split('\n').flatMap((line) => {
    const pid = Number.parseInt(line, 10);
    const tag = readTag(line.split(' '));
    return tag === null || Number.isNaN(pid) ? [] : [{ pid, ...tag }];
  });
}

function fromProc(): readonly TaggedProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    const tag = /^\d+$/.test(name) ? readTag(readEnvironment(name)) : null;
    return tag === null ? [] : [{ pid: Number(name), ...tag }];
  });
}

function readEnvironment(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch (error) {
    // It has ended in the meantime, or it belongs to another user, so it is not ours.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function readPs(): string {
  return execFileSync('ps', ['-axEwwo', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function valueOf(variables: readonly string[], name: string): string | undefined {
  return variables.find((variable) => variable.startsWith(`${name}=`))?.slice(name.length + 1);
}
