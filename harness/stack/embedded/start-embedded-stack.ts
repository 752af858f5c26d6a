import { mkdir } from 'node:fs/promises';
import { HarnessError } from '../../errors.ts';
import type { Stack } from '../../model/stack.ts';
import { createRunFolder, notWritable, runFolderOf } from '../../reaper/run-folder.ts';
import { type Reaper, startReaper } from '../../reaper/start-reaper.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import { EmbeddedStart } from './embedded-start.ts';

const ATTEMPTS = 3;

/**
 * Starts a whole system as processes on this machine.
 *
 * @remarks Where somebody takes a port between our look and the server's, all is taken down and started anew on others.
 * @throws HarnessError CHAOS_STACK_NOT_READY with the last line of the log of what isn't; CHAOS_PORT_TAKEN;
 * CHAOS_NOT_WRITABLE; CHAOS_BAD_CONFIG where a migration fails; the signal's reason when it aborts. Nothing is left then.
 */
export async function startEmbeddedStack(options: EmbeddedStackOptions): Promise<Stack> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isPortRace(error)) throw error;
      options.journal.write({ kind: 'note', message: `A port was taken meanwhile; starting anew. ${String(error)}` });
    }
  }
}

async function startOnce(options: EmbeddedStackOptions): Promise<Stack> {
  const { runId, journal, logsFolder, signal } = options;
  signal.throwIfAborted();
  const reaper = await startReaper({ runId });
  reaper.guardFolder(runFolderOf(runId));
  const stop = new AbortController();
  const abandon = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', abandon, { once: true });
  let start: EmbeddedStart | null = null;
  try {
    const folder = await createRunFolder(runId);
    const context = { runId, journal, reaper, folder, logsFolder, signal: stop.signal };
    start = new EmbeddedStart(options, context, stop);
    await mkdir(logsFolder, { recursive: true }).catch((error: unknown) => {
      throw notWritable(logsFolder, error);
    });
    return await start.up();
  } catch (error) {
    await undo(start, reaper).catch((second: unknown) => {
      journal.write({ kind: 'note', message: `The clean-up after a failed start failed as well: ${String(second)}` });
    });
    throw error;
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

async function undo(start: EmbeddedStart | null, reaper: Reaper): Promise<void> {
  if (start === null) await reaper[Symbol.asyncDispose]();
  else await start.down();
}

function isPortRace(error: unknown): boolean {
  const told = /address already in use|EADDRINUSE|can't set \w+ port|could not create any TCP\/IP sockets/i;
  return error instanceof HarnessError && error.code === 'CHAOS_STACK_NOT_READY' && told.test(error.message);
}
