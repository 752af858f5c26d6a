import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../errors.ts';
import { clientEnvironment } from '../model/client-environment.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Journal } from '../model/journal.ts';
import type { Stack } from '../model/stack.ts';
import { thisProcess } from '../processes/process-identity.ts';
import { runFolderOf } from '../reaper/run-folder.ts';
import type { ReadyFault } from './active-fault.ts';
import { ActiveFaults } from './active-faults.ts';
import { envText } from './client-env.ts';
import type { DaemonAnswer, DaemonRequest, FaultRow, Wish } from './daemon-api.ts';
import { type DaemonPlaces, removeRecord, writeRecord } from './daemon-record.ts';
import { type DaemonHandlers, serveDaemon } from './serve-daemon.ts';
import { takeStatus } from './take-status.ts';

/** The parts of a daemon. */
export interface Kept {
  readonly runId: string;
  readonly stack: Stack;
  readonly config: ChaosConfig;
  readonly journal: Journal;
  readonly places: DaemonPlaces;
  /** When the stack was up, as ISO 8601. */
  readonly since: string;
  /** Finds the target of a fault that is asked for, or refuses it. */
  resolve(wish: Wish): ReadyFault;
}

/** A stack that is kept up until a user or a signal ends it. */
export interface KeptStack {
  /** Resolves when a user asks for the end, and everything is down. */
  readonly ended: Promise<void>;
  /** Heals, takes the stack down, stops listening and removes the record. A second call returns the same promise. */
  down(): Promise<readonly FaultRow[]>;
}

/** Writes the environment for clients, listens, and only then records that the stack can be asked. */
export async function runDaemon(kept: Kept): Promise<KeptStack> {
  const { runId, stack, journal, places } = kept;
  const desk = new ActiveFaults(stack, journal);
  const ended = Promise.withResolvers<void>();
  let going: Promise<readonly FaultRow[]> | null = null;
  const down = (): Promise<readonly FaultRow[]> => (going ??= takeDown({ desk, stack, places }));
  const socket = join(runFolderOf(runId), 'daemon', 'socket');
  const server = await serveDaemon(socket, {
    ...handlersOf(kept, desk),
    down: async () => {
      try {
        return { healed: (await down()).map(({ id }) => id) };
      } finally {
        ended.resolve();
      }
    },
  });
  const endServer = async (): Promise<void> => server[Symbol.asyncDispose]();
  try {
    await writeEnvironment(
      places.envFile,
      envText(clientEnvironment(kept.config, stack.addresses, stack.logFile('client', 1))),
    );
    await writeRecord(places, { ...thisProcess(), runId, socket });
  } catch (error) {
    await endServer();
    await removeRecord(places);
    throw error;
  }
  return {
    // The answer to the last request is on its way: closing waits for it.
    ended: ended.promise.then(endServer),
    down: async () => {
      const healed = await down();
      await endServer();
      return healed;
    },
  };
}

/** A fault that doesn't heal doesn't keep the stack up: taking it down ends the fault too. It is reported afterwards. */
async function takeDown(of: {
  readonly desk: ActiveFaults;
  readonly stack: Stack;
  readonly places: DaemonPlaces;
}): Promise<readonly FaultRow[]> {
  const [healed] = await Promise.allSettled([of.desk.close()]);
  await of.stack[Symbol.asyncDispose]();
  await removeRecord(of.places);
  if (healed.status === 'rejected') throw healed.reason;
  return healed.value;
}

function handlersOf(kept: Kept, desk: ActiveFaults): Omit<DaemonHandlers, 'down'> {
  const { runId, stack, journal, since, places } = kept;
  const folder = join(places.folder, runId);
  return {
    status: () =>
      takeStatus({
        stack,
        journal,
        runId,
        since,
        folder,
        envFile: places.envFile,
        faults: desk.inForce(),
      }),
    faults: async () => ({ faults: [...desk.inForce()] }),
    log: async ({ component }) => {
      const { incarnation } = stack.component(component);
      return { path: stack.logFile(component, incarnation), incarnation };
    },
    resolve: async ({ wish }) => {
      const ready = kept.resolve(wish);
      desk.refuse(ready);
      const { fault, summary, target, radius, forMs } = ready;
      return { fault, summary, target, radius, forMs };
    },
    inject: async ({ wish, incarnation }) => {
      const ready = kept.resolve(wish);
      refuseAnother(ready, incarnation);
      return desk.inject(ready);
    },
    heal: (request) => heal(desk, request),
  };
}

function refuseAnother({ fault, target }: ReadyFault, shown: number): void {
  if (target.incarnation === shown) return;
  const but = `incarnation ${target.incarnation} is in its place by now`;
  const sentence = `Can't strike incarnation ${shown} of ${target.component} with ${fault}: ${but}. Try again.`;
  throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
}

async function heal(
  desk: ActiveFaults,
  { id }: Extract<DaemonRequest, { verb: 'heal' }>,
): Promise<DaemonAnswer<'heal'>> {
  if (id === undefined) return { healed: [...(await desk.healAll('user'))], before: null };
  const before = desk.find(id);
  if (before?.state === 'healed') return { healed: [], before };
  const row = await desk.heal(id, 'user');
  if (row !== null) return { healed: [row], before: null };
  const ids = desk.inForce().map((one) => one.id);
  const choice = ids.length === 0 ? 'None is in force.' : `Choose one of: ${ids.join(', ')}.`;
  throw new HarnessError('CHAOS_USAGE', `This stack never had a fault with the id "${id}". ${choice}`);
}

async function writeEnvironment(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
    // An existing file keeps its mode.
    await chmod(path, 0o600);
  } catch (cause) {
    const why = messageOf(cause);
    const sentence = `Can't write ${path}: ${why}. Make room or make the folder writable.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
}
