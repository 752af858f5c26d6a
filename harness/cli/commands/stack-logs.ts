import { createReadStream } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setInterval as every } from 'node:timers/promises';
import { askDaemon } from '../../daemon/ask-daemon.ts';
import { type DaemonRecord, daemonPlaces, recordOfUp } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { isAlive } from '../../processes/process-identity.ts';
import type { LogLine } from '../../reporting/logs/log-line.ts';
import { LogTail } from '../../reporting/logs/log-tail.ts';
import { say } from '../terminal/output.ts';

/** The flags of `stack logs`. */
export interface LogsFlags {
  readonly follow?: true;
  readonly workflow?: string;
}

const LOOK_MS = 200;

/** Programs that write a log of the stack without being a component of it. */
const guests: ReadonlySet<string> = new Set(['client']);

/**
 * `stack logs`: the log of a component in its latest life, or what all components and clients write, as they write it.
 *
 * @remarks Follows until the stack is down or a person presses Ctrl-C; both end with 0.
 */
export async function showLogs(component: string | undefined, flags: LogsFlags): Promise<void> {
  const record = await recordOfUp(daemonPlaces(process.cwd()));
  // Refuses a component that the stack does not have.
  const isGuest = component === undefined || guests.has(component);
  const life = isGuest ? null : await askDaemon(record, { verb: 'log', component });
  if (life !== null && flags.follow !== true && flags.workflow === undefined) {
    await printLatest(component ?? '', life);
  } else {
    const { folder } = await askDaemon(record, { verb: 'status' });
    const tail = new LogTail(join(folder, 'logs'), component ?? null);
    await showLines(record, tail, { ...flags, named: component === undefined });
  }
  process.exitCode = exitCodes.valid;
}

async function printLatest(
  component: string,
  life: { readonly path: string; readonly incarnation: number },
): Promise<void> {
  const { path, incarnation } = life;
  process.stderr.write(`  ${component}, incarnation ${incarnation}: ${relative(process.cwd(), path)}\n`);
  await pipeline(createReadStream(path), process.stdout, { end: false }).catch((cause: NodeJS.ErrnoException) => {
    // A reader that has closed the pipe wants no more.
    if (cause.code === 'EPIPE') return;
    const sentence = `Can't read ${path}: ${cause.message}. See what is in its folder.`;
    throw new HarnessError('CHAOS_INTERNAL', sentence, { cause });
  });
}

async function showLines(
  record: DaemonRecord,
  tail: LogTail,
  wish: LogsFlags & { readonly named: boolean },
): Promise<void> {
  const wanted = ({ fields }: LogLine): boolean => wish.workflow === undefined || fields?.workflowId === wish.workflow;
  const show = (lines: readonly LogLine[]): void => {
    for (const line of inOrder(lines.filter(wanted))) say(wish.named ? `${nameOf(line)} | ${line.text}` : line.text);
  };
  const seen = await tail.next();
  show(seen);
  if (wish.follow === true) await follow(record, tail, show);
  else if (wish.workflow !== undefined && !seen.some(wanted)) throw noLines(wish.workflow);
}

async function follow(record: DaemonRecord, tail: LogTail, show: (lines: readonly LogLine[]) => void): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  process.stdout.once('error', onInterrupt);
  try {
    for await (const _ of every(LOOK_MS, undefined, { signal: stop.signal })) {
      const isUp = isAlive(record);
      show(await tail.next());
      if (!isUp) return;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** By time, as far as lines have one: a line without follows the one before it in its file. */
function inOrder(lines: readonly LogLine[]): readonly LogLine[] {
  const latest = new Map<string, string>();
  const timed = lines.map((line) => {
    const time = line.fields?.time || (latest.get(nameOf(line)) ?? '');
    latest.set(nameOf(line), time);
    return { line, time };
  });
  return timed.toSorted((a, b) => a.time.localeCompare(b.time)).map(({ line }) => line);
}

function nameOf({ component, incarnation }: LogLine): string {
  return `${component}.${incarnation}`;
}

function noLines(workflowId: string): HarnessError {
  const sentence = `No line of a log is about a workflow "${workflowId}".`;
  return new HarnessError('CHAOS_USAGE', `${sentence} Temporal's UI shows which ids there are.`);
}
