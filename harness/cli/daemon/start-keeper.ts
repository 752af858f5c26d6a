import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError } from '../../errors.ts';
import {
  findRecord,
  type KeeperPlaces,
  type KeeperRecord,
  recordOfUp,
  removeRecord,
} from '../../keeper/keeper-record.ts';
import type { StackName } from '../../model/stacks.ts';
import { sweep } from '../../provision/orphans/sweep.ts';
import { type KeeperNews, keeperNewsSchema } from './keeper-news.ts';

/** What a keeper is started for. */
export interface KeeperErrand {
  readonly runId: string;
  readonly stack: StackName;
  readonly workers: number;
}

/**
 * Starts the keeper of a stack and waits until the stack is up.
 *
 * @remarks A session of its own: what ends this terminal doesn't end the stack. While it starts it ends when we do.
 * @throws HarnessError what kept it from coming up; the signal's reason when it aborts. Nothing is left then.
 */
export async function startKeeper(
  errand: KeeperErrand,
  places: KeeperPlaces,
  options: { readonly signal: AbortSignal; readonly progress: (line: string) => void },
): Promise<KeeperRecord> {
  const log = join(places.folder, errand.runId, 'logs', 'keeper.log');
  const keeper = launch(errand, log);
  const end = (): void => void keeper.kill('SIGTERM');
  options.signal.addEventListener('abort', end, { once: true });
  try {
    const outcome = await outcomeOf(keeper, log, options.progress);
    if (outcome === null) return await recordOfUp(places);
    if (keeper.exitCode === null && keeper.signalCode === null) await once(keeper, 'exit');
    await removeUnlessStarted(join(places.folder, errand.runId));
    options.signal.throwIfAborted();
    throw outcome;
  } finally {
    options.signal.removeEventListener('abort', end);
    if (keeper.connected) keeper.disconnect();
    keeper.unref();
  }
}

/**
 * Clears up behind a keeper that has died: its reaper's work, done late where that is not through, and its record.
 *
 * @returns why containers of it were not looked for; null where they were, or there was nothing to do
 * @throws HarnessError CHAOS_FAULT_FAILED where something of it can't be removed; its record stays then.
 */
export async function clearDead(places: KeeperPlaces): Promise<string | null> {
  const { state, record } = await findRecord(places);
  if (state === 'up') return null;
  const notAsked = state === 'dead' ? await sweepUp(record) : null;
  await removeRecord(places);
  return notAsked;
}

async function sweepUp({ runId }: KeeperRecord): Promise<string | null> {
  const { failures, notAsked } = await sweep(tmpdir(), (each) => each === runId);
  const [first] = failures;
  if (first === undefined) return notAsked;
  const sentence = `Expected what the dead stack of run ${runId} left to be removed, but: ${first} Write: npm run doctor -- --sweep`;
  throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
}

/** Every program of a run has a log: where there is none but the keeper's own, nothing was started and all is said. */
async function removeUnlessStarted(folder: string): Promise<void> {
  const logs = await readdir(join(folder, 'logs'));
  if (logs.every((name) => name === 'keeper.log')) await rm(folder, { recursive: true, force: true });
}

function launch(errand: KeeperErrand, log: string): ChildProcess {
  const main = fileURLToPath(new URL(`./keeper-main${extname(import.meta.filename)}`, import.meta.url));
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
  const why = cause instanceof Error ? cause.message : String(cause);
  const sentence = `Expected to write ${path}, but got: ${why}. Make room or make the folder writable.`;
  return new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
}

/** Null once it is ready, or why it isn't. */
async function outcomeOf(
  keeper: ChildProcess,
  log: string,
  progress: (line: string) => void,
): Promise<HarnessError | null> {
  return new Promise((resolve) => {
    const heed = (news: KeeperNews): void => {
      if ('progress' in news) progress(news.progress);
      else if ('ready' in news) resolve(null);
      else resolve(new HarnessError(news.failed.code, news.failed.message));
    };
    keeper.on('message', (message) => heed(keeperNewsSchema.parse(message)));
    keeper.once('error', (cause) => resolve(diedAtStart(cause.message, log)));
    keeper.once('close', (code, signal) => resolve(diedAtStart(`it ended with ${signal ?? code}`, log)));
  });
}

function diedAtStart(why: string, log: string): HarnessError {
  const sentence = `Expected the keeper of the stack to start, but ${why}. See ${log}.`;
  return new HarnessError('CHAOS_STACK_NOT_READY', sentence);
}
