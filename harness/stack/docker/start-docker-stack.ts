import { mkdir } from 'node:fs/promises';
import { type EngineEvent, openEngineEvents } from '../../engine/engine-events.ts';
import { HarnessError } from '../../errors.ts';
import type { Stack } from '../../model/stack.ts';
import { createRunFolder, notWritable, runFolderOf } from '../../reaper/run-folder.ts';
import { type Reaper, startReaper } from '../../reaper/start-reaper.ts';
import { workersNetworkOf } from './docker-networks.ts';
import type { DockerStackOptions } from './docker-stack-options.ts';
import { DockerStart } from './docker-start.ts';

const ATTEMPTS = 3;

/**
 * Starts a whole system as containers.
 *
 * @remarks Where somebody takes a port or a subnet between our look and the engine's, all is taken down and started anew.
 * @throws HarnessError CHAOS_STACK_NOT_READY with the last line of the log of what isn't; CHAOS_PORT_TAKEN;
 * CHAOS_NOT_WRITABLE; CHAOS_ENGINE_LOST; the signal's reason when it aborts. Nothing is left then.
 */
export async function startDockerStack(options: DockerStackOptions): Promise<Stack> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isRace(error)) throw error;
      const message = `A port or a subnet was taken meanwhile; starting anew. ${String(error)}`;
      options.journal.write({ kind: 'note', message });
    }
  }
}

async function startOnce(options: DockerStackOptions): Promise<Stack> {
  const { runId, journal, logsFolder, signal, engine } = options;
  signal.throwIfAborted();
  const reaper = await startReaper({ runId });
  reaper.guardFolder(runFolderOf(runId));
  reaper.guardContainers();
  const stop = new AbortController();
  const abandon = (): void => stop.abort(signal.reason);
  signal.addEventListener('abort', abandon, { once: true });
  let start: DockerStart | null = null;
  try {
    const folder = await createRunFolder(runId);
    await mkdir(logsFolder, { recursive: true }).catch((error: unknown) => {
      throw notWritable(logsFolder, error);
    });
    const events = await openEngineEvents(engine, runId, (event: EngineEvent) => start?.heed(event));
    const base = { runId, journal, reaper, folder, logsFolder, signal: stop.signal };
    const context = { ...base, engine, events, workersNetwork: workersNetworkOf(runId) };
    start = new DockerStart(options, { context, stop, events });
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

async function undo(start: DockerStart | null, reaper: Reaper): Promise<void> {
  if (start === null) await reaper[Symbol.asyncDispose]();
  else await start.down();
}

function isRace(error: unknown): boolean {
  const told = /port is already allocated|address already in use|Pool overlaps with other one/i;
  return error instanceof HarnessError && error.code === 'CHAOS_STACK_NOT_READY' && told.test(error.message);
}
