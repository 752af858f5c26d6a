import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import { isAlive } from '../processes/process-identity.ts';
import { writeJson } from '../reporting/store/write-file-atomically.ts';

const recordSchema = z.strictObject({
  schema: z.literal('durable-chaos/keeper@1'),
  pid: z.int().positive(),
  startTime: z.string().min(1),
  runId: z.string().min(1),
  /** The unix socket that the daemon listens on. */
  socket: z.string().min(1),
});

/** The daemon of the stack of a project, and where it listens. */
export type DaemonRecord = z.infer<typeof recordSchema>;

/** The state of a record on disk. */
export type FoundRecord =
  | { readonly state: 'up' | 'dead'; readonly record: DaemonRecord }
  | { readonly state: 'none'; readonly record: null };

/** Where the stack of a project keeps its record, its environment for clients, and one folder for each run. */
export interface DaemonPlaces {
  readonly folder: string;
  readonly record: string;
  readonly envFile: string;
  /** Held while a stack is brought up. */
  readonly lock: string;
}

/** The places of the project in that folder. */
export function daemonPlaces(projectFolder: string): DaemonPlaces {
  const reports = join(projectFolder, 'reports');
  const folder = join(reports, 'stack');
  // Beside the folder and not in it: every folder in there is a run.
  const lock = join(reports, '.stack-lock');
  return { folder, record: join(folder, 'stack.json'), envFile: join(folder, '.env'), lock };
}

/** Writes the record of a daemon that is ready to be asked. */
export async function writeRecord(places: DaemonPlaces, record: Omit<DaemonRecord, 'schema'>): Promise<void> {
  await writeJson(places.record, { schema: 'durable-chaos/keeper@1', ...record });
}

/**
 * Looks for the record of a project's daemon, and whether that very process lives.
 *
 * @remarks Any other content (a file that was edited or cut short) names no process to ask, so it counts as no record.
 *
 */
export async function findRecord(places: DaemonPlaces): Promise<FoundRecord> {
  const record = await readRecord(places.record);
  if (record === null) return { state: 'none', record: null };
  return { state: isAlive(record) ? 'up' : 'dead', record };
}

/** Removes what a daemon has left in the project: its record and the environment for clients. */
export async function removeRecord(places: DaemonPlaces): Promise<void> {
  await Promise.all([places.record, places.envFile].map((path) => rm(path, { force: true })));
}

/**
 * The record of the daemon that lives.
 *
 * @throws HarnessError CHAOS_NO_STACK if there is none.
 */
export async function recordOfUp(places: DaemonPlaces): Promise<DaemonRecord> {
  const { state, record } = await findRecord(places);
  if (state === 'up') return record;
  const but = state === 'dead' ? `: the one of run ${record.runId} has died` : '';
  throw new HarnessError('CHAOS_NO_STACK', asTyped(`No stack is up${but}. Run: npm run stack -- up`));
}

async function readRecord(path: string): Promise<DaemonRecord | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  try {
    return recordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
