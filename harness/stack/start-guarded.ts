import { mkdir } from 'node:fs/promises';
import { HarnessError } from '../errors.ts';
import { withRemains } from '../model/existing-temporal.ts';
import type { Stack } from '../model/stack.ts';
import { createRunFolder, notWritable, removeRunFolder, runFolderOf } from '../reaper/run-folder.ts';
import { type Reaper, startReaper } from '../reaper/start-reaper.ts';
import type { RunContext } from './run-context.ts';
import type { StackOptions } from './stack-options.ts';

/** One start of a stack, from nothing to a stack that is up, or down again. */
export interface StackStart {
  /** Takes nothing down when it fails. */
  up(): Promise<Stack>;
  /** Takes down all that is up, and dismisses the reaper. */
  down(): Promise<void>;
}

/** The part of a stack's options that its guarded start reads. */
export type GuardedOptions = Pick<StackOptions, 'runId' | 'journal' | 'logsFolder' | 'hosted' | 'temporal' | 'signal'>;

/** The parts that differ between stacks in a start. */
export interface GuardedStart {
  /** Tells the reaper of more parts than the run's folder, before anything is started. */
  guard?(reaper: Reaper): void;
  /** @param stop - the controller of the context's signal */
  begin(context: RunContext, stop: AbortController): Promise<StackStart>;
  /** Whether another process has taken, between our look and the start's, a port or subnet that we had found free. */
  readonly race: RegExp;
}

const ATTEMPTS = 3;

/**
 * Starts a stack under a reaper.
 *
 * @remarks If a port or subnet was taken meanwhile that had been free, all is taken down and started again.
 * @throws HarnessError CHAOS_NOT_WRITABLE; any error of the start; the signal's reason when it aborts. Nothing is left
 * then.
 */
export async function startGuarded(options: GuardedOptions, start: GuardedStart): Promise<Stack> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options, start);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRace(error, start.race)) throw error;
      const message = `Something was taken meanwhile that had been free; starting anew. ${String(error)}`;
      options.journal.write({ kind: 'note', message });
    }
  }
}

async function startOnce(options: GuardedOptions, start: GuardedStart): Promise<Stack> {
  const { runId, journal, logsFolder, signal } = options;
  signal.throwIfAborted();
  const reaper = await startReaper({ runId });
  reaper.guardFolder(runFolderOf(runId));
  start.guard?.(reaper);
  if (options.hosted !== undefined) reaper.guardRows(options.hosted);
  const remains = withRemains(options.temporal);
  if (remains !== null) reaper.guardWorkflows(remains);
  const stop = new AbortController();
  const abandon = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', abandon, { once: true });
  let folder: string | null = null;
  let begun: StackStart | null = null;
  try {
    folder = await createRunFolder(runId);
    await mkdir(logsFolder, { recursive: true }).catch((error: unknown) => {
      throw notWritable(logsFolder, error);
    });
    begun = await start.begin({ runId, journal, reaper, folder, logsFolder, signal: stop.signal }, stop);
    return await begun.up();
  } catch (error) {
    await undo(begun, folder, reaper).catch((second: unknown) => {
      journal.write({ kind: 'note', message: `The clean-up after a failed start failed as well: ${String(second)}` });
    });
    throw error;
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

async function undo(begun: StackStart | null, folder: string | null, reaper: Reaper): Promise<void> {
  if (begun !== null) {
    await begun.down();
    return;
  }
  try {
    if (folder !== null) await removeRunFolder(folder);
  } finally {
    await reaper[Symbol.asyncDispose]();
  }
}

function isRace(error: unknown, race: RegExp): boolean {
  return error instanceof HarnessError && error.code === 'CHAOS_STACK_NOT_READY' && race.test(error.message);
}
