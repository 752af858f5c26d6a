import { appendFileSync } from 'node:fs';
import type { LogEntry } from '@temporalio/worker';

/** How grave a line is. */
export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** What a line is about, as far as it is known. */
export interface LogSubject {
  /** When it happened, as an ISO time, if that is not now. */
  readonly time?: string;
  readonly workflowId?: string;
  readonly runId?: string;
  /** The type of the activity, or else of the workflow. */
  readonly type?: string;
  readonly activityId?: string;
  readonly attempt?: number;
  /** The state that a worker is in now. */
  readonly state?: string;
  readonly error?: string;
}

/** Writes one line. */
export type Log = (level: LogLevel, message: string, subject?: LogSubject) => void;

/** The program that logs. */
export interface LogSource {
  /** Its name in the system: `worker-1`, `client`. */
  readonly component: string;
  /** The build id of a worker; null for other programs. */
  readonly workerVersion: string | null;
  readonly level: LogLevel;
  readonly write: (line: string) => void;
}

const gravity: Readonly<Record<LogLevel, number>> = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4 };

/**
 * Makes a log of JSON lines, one for each event of a program.
 *
 * @remarks It never holds a payload: what a document says is none of a log's business.
 */
export function createLog({ component, workerVersion, level: least, write }: LogSource, now = () => new Date()): Log {
  return (level, message, subject = {}) => {
    if (gravity[level] < gravity[least]) return;
    const version = workerVersion === null ? {} : { workerVersion };
    const line = { time: now().toISOString(), level: level.toLowerCase(), component, message, ...subject, ...version };
    write(`${JSON.stringify(line)}\n`);
  };
}

/** Where lines go: to the end of a file, or else to standard error. */
export function writerTo(file: string | undefined): (line: string) => void {
  if (file === undefined) return (line) => void process.stderr.write(line);
  return (line) => appendFileSync(file, line);
}

/**
 * Writes what the SDK has to say.
 *
 * @remarks It notes the beginning and the end of each workflow and activity at the level DEBUG. Those are what one follows
 * a workflow by, so they are lifted to INFO.
 */
export function logOfSdk(log: Log): (entry: LogEntry) => void {
  return ({ level, message, timestampNanos, meta = {} }) => {
    const { error } = meta as { readonly error?: unknown };
    const text = (name: string): string | undefined => {
      const value: unknown = (meta as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
    const attempt = text('attempt');
    const isLifecycle = level === 'DEBUG' && text('workflowId') !== undefined;
    log(isLifecycle ? 'INFO' : level, message, {
      // The SDK keeps lines back for a moment and writes them together.
      time: new Date(Number(timestampNanos / 1_000_000n)).toISOString(),
      ...given('workflowId', text('workflowId')),
      ...given('runId', text('workflowRunId') ?? text('runId')),
      ...given('type', text('activityType') ?? text('workflowType')),
      ...given('activityId', text('activityId')),
      ...(attempt === undefined ? {} : { attempt: Number(attempt) }),
      ...given('state', text('state')),
      ...given('error', error === undefined ? undefined : describeError(error)),
    });
  };
}

/** An error in one line, with its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `, caused by ${describeError(error.cause)}` : '';
  return `${error.name}: ${error.message}${cause}`;
}

function given<K extends keyof LogSubject>(name: K, value: LogSubject[K] | undefined): Pick<LogSubject, K> {
  return (value === undefined ? {} : { [name]: value }) as Pick<LogSubject, K>;
}
