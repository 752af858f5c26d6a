import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run has left on this machine: processes by their tag, folders, listening ports of its processes. */
export function leftoversOf(runId: string): readonly string[] {
  const folder = join(tmpdir(), `durable-chaos-${runId}`);
  return [...processesOf(runId), ...(existsSync(folder) ? [folder] : [])];
}

/** Run ids that processes on this machine carry. */
export function liveRuns(): readonly string[] {
  const tags = processTags().map(({ runId }) => runId);
  return [...new Set(tags)];
}

function processesOf(runId: string): readonly string[] {
  const tagged = processTags().filter((one) => one.runId === runId);
  return tagged.map(({ pid, command }) => `process ${pid}: ${command}`);
}

interface Tagged {
  readonly pid: string;
  readonly runId: string;
  readonly command: string;
}

function processTags(): readonly Tagged[] {
  if (process.platform !== 'linux') return tagsByPs();
  return globSync('/proc/[0-9]*').flatMap((folder) => {
    const runId = /(?:^|\0)DURABLE_CHAOS_RUN=([^\0]+)/.exec(read(join(folder, 'environ')))?.[1];
    if (runId === undefined) return [];
    const command = read(join(folder, 'cmdline')).replaceAll('\0', ' ');
    return [{ pid: folder.slice('/proc/'.length), runId, command }];
  });
}

function tagsByPs(): readonly Tagged[] {
  const lines = execFileSync('ps', ['-axEo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const runId = /DURABLE_CHAOS_RUN=(\S+)/.exec(line)?.[1];
    return runId === undefined ? [] : [{ pid: line.trim().split(' ')[0] ?? '', runId, command: line }];
  });
}

/** A process may end between being listed and being read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
