import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type DaemonPlaces,
  type DaemonRecord,
  findRecord,
  recordOfUp,
  removeRecord,
} from '../../daemon/daemon-record.ts';
import { HarnessError, messageOf } from '../../errors.ts';
import { asTyped } from '../../model/as-typed.ts';
import type { StackName } from '../../model/stacks.ts';
import { removeOrphans } from '../../provision/orphans/remove-orphans.ts';
import { type DaemonMessage, daemonMessageSchema } from './daemon-messages.ts';

/** The request that a daemon is started with. */
export interface DaemonErrand {
  readonly runId: string;
  readonly stack: StackName;
  readonly workers: number;
  /** Whether the system's API is started too. */
  readonly api: boolean;
  /** Whether Prometheus scrapes it. */
  readonly monitoring: boolean;
  /** Whether it speaks TLS. */
  readonly tls: boolean;
}

/**
 * Starts the daemon of a stack and waits until the stack is up.
 *
 * @remarks It has a separate session, so the end of this terminal doesn't end the stack. While it starts, it ends with us.
 * @throws HarnessError why the stack didn't start; the signal's reason when it aborts. Nothing is left then.
 */
export async function startDaemon(
  errand: DaemonErrand,
  places: DaemonPlaces,
  options: { readonly signal: AbortSignal; readonly progress: (line: string) => void },
): Promise<DaemonRecord> {
  const log = join(places.folder, errand.runId, 'logs', 'daemon.log');
  const daemon = launch(errand, log);
  const end = (): void => void daemon.kill('SIGTERM');
  options.signal.addEventListener('abort', end, { once: true });
  try {
    const outcome = await outcomeOf(daemon, log, options.progress);
    if (outcome === null) return await recordOfUp(places);
    if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
    await removeUnlessStarted(join(places.folder, errand.runId));
    options.signal.throwIfAborted();
    throw outcome;
  } finally {
    options.signal.removeEventListener('abort', end);
    if (daemon.connected) daemon.disconnect();
    daemon.unref();
  }
}

/**
 * Clears up after a daemon that has died: finishes its reaper's work if necessary, and removes its record.
 *
 * @returns why its containers were not looked for; null if they were, or if there was nothing to do
 * @throws HarnessError CHAOS_FAULT_FAILED if a part of it can't be removed; its record stays then.
 */
export async function clearDead(places: DaemonPlaces): Promise<string | null> {
  const { state, record } = await findRecord(places);
  if (state === 'up') return null;
  const notAsked = state === 'dead' ? await removeAllOrphans(record) : null;
  await removeRecord(places);
  return notAsked;
}

async function removeAllOrphans({ runId }: DaemonRecord): Promise<string | null> {
  const { failures, notAsked } = await removeOrphans(tmpdir(), (each) => each === runId);
  const [first] = failures;
  if (first === undefined) return notAsked;
  const sentence = asTyped(
    `Not all remains of the dead stack of run ${runId} could be removed: ${first} Run: npm run doctor -- --sweep`,
  );
  throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
}

/** Every program of a run has a log: if the daemon's is the only one, nothing was started, and its error says it all. */
async function removeUnlessStarted(folder: string): Promise<void> {
  const logs = await readdir(join(folder, 'logs'));
  if (logs.every((name) => name === 'daemon.log')) await rm(folder, { recursive: true, force: true });
}

function launch(errand: DaemonErrand, log: string): ChildProcess {
  const main = fileURLToPath(new URL(`./daemon-main${extname(import.meta.filename)}`, import.meta.url));
  const output = openLog(log);
  try {
    const stdio = ['ignore', output, output, 'ipc'] as const;
    return spawn(process.execPath, [main, JSON.stringify(errand)], { detached: true, stdio: [...stdio] });
  } finally {
    closeSync(output);
  }
}

function openLog(log: string): number {
  try {
    mkdirSync(join(log, '..'), { recursive: true });
    return openSync(log, 'a');
  } catch (cause) {
    throw notWritable(log, cause);
  }
}

/** The error of a place that can't be written to. */
export function notWritable(path: string, cause: unknown): HarnessError {
  const why = messageOf(cause);
  const sentence = `Can't write ${path}: ${why}. Make room or make the folder writable.`;
  return new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
}

/** Null once it is ready, or why it isn't. */
async function outcomeOf(
  daemon: ChildProcess,
  log: string,
  progress: (line: string) => void,
): Promise<HarnessError | null> {
  return new Promise((resolve) => {
    const heed = (news: DaemonMessage): void => {
      if ('progress' in news) progress(news.progress);
      else if ('ready' in news) resolve(null);
      else resolve(new HarnessError(news.failed.code, news.failed.message));
    };
    daemon.on('message', (message) => heed(daemonMessageSchema.parse(message)));
    daemon.once('error', (cause) => resolve(diedAtStart(cause.message, log)));
    daemon.once('close', (code, signal) => resolve(diedAtStart(`it ended with ${signal ?? code}`, log)));
  });
}

function diedAtStart(why: string, log: string): HarnessError {
  const sentence = `The daemon of the stack did not start: ${why}. See ${log}.`;
  return new HarnessError('CHAOS_STACK_NOT_READY', sentence);
}
