import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** One process as the operating system sees it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  /** First letter of its state: `T` stopped, `Z` zombie, others as in proc(5) and ps(1). */
  readonly state: string;
  /**
   * When it started, in the system's own words.
   *
   * @remarks Process ids are used again; id and start time together name one process for good.
   */
  readonly startTime: string;
}

/** A variable of the environment by which our processes are found. */
export interface EnvironmentTag {
  readonly name: string;
  readonly value: string;
}

const run = promisify(execFile);
const procfs = existsSync('/proc/self/stat');

/** Parses /proc/<pid>/stat; null if the text is cut short. The command in it may hold blanks and parentheses. */
export function parseStat(text: string): ProcessInfo | null {
  const end = text.lastIndexOf(')');
  const pid = Number.parseInt(text, 10);
  const fields = text.slice(end + 2).split(' ');
  const [state, ppid] = fields;
  const startTime = fields[19];
  if (end < 0 || Number.isNaN(pid) || state === undefined || startTime === undefined) return null;
  return { pid, ppid: Number(ppid), state, startTime: startTime.trim() };
}

/** Parses the lines of `ps -axo pid=,ppid=,state=,lstart=`; lines of another form are left out. */
export function parsePs(text: string): readonly ProcessInfo[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+([A-Za-z])\S*\s+(\S.*?)\s*$/.exec(line);
    if (match === null) return [];
    const [, pid, ppid, state = '', startTime = ''] = match;
    return [{ pid: Number(pid), ppid: Number(ppid), state, startTime }];
  });
}

/** Whether an environment, NUL- or blank-separated, holds the variable with exactly that value. */
export function holdsTag(environment: string, tag: EnvironmentTag): boolean {
  const variable = `${tag.name}=${tag.value}`;
  // Most environments don't hold the text at all, and splitting them costs most.
  return environment.includes(variable) && environment.split(/[\0 \n]/).includes(variable);
}

/** A look at all processes. */
export interface ProcessLook {
  /** Every process that the system shows, zombies included. */
  readonly table: readonly ProcessInfo[];
  /** Ids of those whose environment holds every tag that was asked for; none where none was. */
  readonly tagged: ReadonlySet<number>;
}

/**
 * Looks at all processes once.
 *
 * @remarks The environment is that at exec. A program that overwrites its environment (PostgreSQL's backends) isn't
 * found by it, nor is one of another user.
 */
export async function lookAtProcesses(tags: readonly EnvironmentTag[]): Promise<ProcessLook> {
  if (procfs) return lookInProc(tags);
  // The C locale keeps the start time the same text for every reader.
  const env = { ...process.env, LC_ALL: 'C' };
  const table = parsePs((await run('ps', ['-axo', 'pid=,ppid=,state=,lstart='], { env })).stdout);
  if (tags.length === 0) return { table, tagged: new Set() };
  const { stdout } = await run('ps', ['-axEwwo', 'pid=,command='], { maxBuffer: 64 * 1024 * 1024 });
  const lines = stdout.split('\n').filter((line) => tags.every((tag) => holdsTag(line, tag)));
  return { table, tagged: new Set(lines.map((line) => Number.parseInt(line, 10))) };
}

/** Every process that the system shows, zombies included. */
export async function listProcesses(): Promise<readonly ProcessInfo[]> {
  return (await lookAtProcesses([])).table;
}

/** The process of that id, or null where there is none; a zombie is one. */
export async function processOf(pid: number): Promise<ProcessInfo | null> {
  if (procfs) return readStat(pid);
  return (await listProcesses()).find((each) => each.pid === pid) ?? null;
}

/** Ids of the processes whose environment holds every one of the tags. */
export async function taggedPids(tags: readonly EnvironmentTag[]): Promise<ReadonlySet<number>> {
  return (await lookAtProcesses(tags)).tagged;
}

/** How many processes the kernel has killed for lack of memory since it started; null if it doesn't say. */
export function outOfMemoryKills(): number | null {
  const match = /^oom_kill (\d+)$/m.exec((procfs ? readText('/proc/vmstat') : null) ?? '');
  return match === null ? null : Number(match[1]);
}

function lookInProc(tags: readonly EnvironmentTag[]): ProcessLook {
  const table: ProcessInfo[] = [];
  const tagged = new Set<number>();
  for (const pid of numericEntries()) {
    const text = readText(`/proc/${pid}/stat`);
    const info = text === null ? null : parseStat(text);
    if (text === null || info === null) continue;
    table.push(info);
    if (tags.length > 0 && tags.every((tag) => holdsTag(environmentOf(info, text), tag))) tagged.add(pid);
  }
  const living = new Set(table.map(({ pid }) => pid));
  for (const pid of environments.keys()) if (!living.has(pid)) environments.delete(pid);
  return { table, tagged };
}

/** Environments that were read, each with the program that had it. */
const environments = new Map<number, { readonly program: string; readonly environment: string }>();

/**
 * The environment of a process, read once for each program that it becomes.
 *
 * @remarks Reading one costs more than the rest of a look, and a look is taken every millisecond while a kill is under way.
 */
function environmentOf(info: ProcessInfo, stat: string): string {
  const program = `${info.startTime} ${placeOfProgram(stat)}`;
  const known = environments.get(info.pid);
  if (known?.program === program) return known.environment;
  const environment = readText(`/proc/${info.pid}/environ`) ?? '';
  // One that could not be read is looked at again.
  if (environment !== '') environments.set(info.pid, { program, environment });
  return environment;
}

/** The name of a program with the addresses of its arguments and its environment: an exec makes them anew. */
function placeOfProgram(stat: string): string {
  const end = stat.lastIndexOf(')');
  return `${stat.slice(0, end)} ${stat
    .slice(end + 2)
    .split(' ')
    .slice(45, 49)
    .join(' ')}`;
}

function numericEntries(): readonly number[] {
  return readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? [Number(entry)] : []));
}

function readStat(pid: number): ProcessInfo | null {
  const text = readText(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

/** A file of /proc; null if the process has ended meanwhile or belongs to another user. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
