import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { messageOf, reasonOf } from '../../errors.ts';
import { historyFromJson, historyToJson, protobufFolder } from '../../probes/history-json.ts';
import type { RunRemnant } from '../orphans/orphan-plan.ts';
import { findRemains } from '../orphans/remove-orphans.ts';
import { type ProvisionOptions, provisionContext } from '../provision-context.ts';
import { findGo, isOlder } from '../servers/build-go.ts';
import { postgresBinaries } from '../servers/postgres-binaries.ts';
import { diagnoseDocker } from './diagnose-docker.ts';
import { diagnoseGo, diagnoseServer } from './diagnose-server.ts';
import type { Diagnosis } from './diagnosis.ts';

const nodeMinimum = '22.13.0';
/** The room that the databases, logs and books of a few runs need, with some to spare. */
const freeMinimumBytes = 1e9;

/** Checks every part that a run needs; fetches or builds the servers only if `install` is true. */
export async function diagnose(
  options: ProvisionOptions & { readonly install: boolean },
): Promise<readonly Diagnosis[]> {
  const { install, signal } = options;
  const [temporal, toxiproxy, docker, go] = await Promise.all([
    diagnoseServer(provisionContext('temporal', options), install),
    diagnoseServer(provisionContext('toxiproxy', options), install),
    diagnoseDocker(options),
    findGo(process.env, signal),
  ]);
  return [
    diagnoseNode(),
    temporal,
    toxiproxy,
    diagnosePostgres(),
    diagnoseSupabase(),
    diagnoseHistories(),
    ...docker,
    diagnoseGo(go, [temporal, toxiproxy, ...docker]),
    await diagnoseDisk(tmpdir()),
    await diagnoseReports(resolve('reports')),
    await diagnoseRemains(tmpdir()),
  ];
}

function diagnoseNode(): Diagnosis {
  const version = process.versions.node;
  const healthy = !isOlder(version, nodeMinimum);
  const advice = healthy ? null : `Install Node ${nodeMinimum} or newer.`;
  return { part: 'Node', healthy, where: process.execPath, version, note: '', advice };
}

function diagnosePostgres(): Diagnosis {
  return found('PostgreSQL', () => {
    const { postgres, version } = postgresBinaries();
    return { where: postgres, version };
  });
}

function diagnoseSupabase(): Diagnosis {
  return found('@supabase/lite', () => {
    const where = packageFolder(fileURLToPath(import.meta.resolve('@supabase/lite')));
    return { where, version: versionIn(where) };
  });
}

/** Whether an event history can be written and read: overrides of a project may give Temporal another `protobufjs`. */
function diagnoseHistories(): Diagnosis {
  return found('event histories', () => {
    const events = [{ eventId: '1', eventType: 'EVENT_TYPE_TIMER_STARTED' }];
    const written = JSON.stringify(historyToJson(historyFromJson({ events })));
    if (written !== JSON.stringify({ events })) throw new Error(`${JSON.stringify({ events })} became ${written}.`);
    const where = protobufFolder();
    return { where, version: versionIn(where) };
  });
}

/** Whether the temporary folder has room for a run's databases. */
export async function diagnoseDisk(folder: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const healthy = free >= freeMinimumBytes;
  const note = `${(free / 1e9).toFixed(1)} GB free`;
  const advice = healthy ? null : `Free ${freeMinimumBytes / 1e9} GB there, or set TMPDIR to another folder.`;
  return { part: 'temporary folder', healthy, where: folder, version: null, note, advice };
}

/** Whether reports can be written; the folder itself is made by the first run. */
export async function diagnoseReports(folder: string): Promise<Diagnosis> {
  const there = await stat(folder).then(
    (seen) => seen.isDirectory(),
    () => null,
  );
  const target = there === null ? dirname(folder) : folder;
  const trial = join(target, `.durable-chaos-trial-${randomBytes(6).toString('hex')}`);
  const problem = await writeFile(trial, '').then(
    async () => rm(trial).then(() => null),
    (error: unknown) => messageOf(error),
  );
  const note = problem ?? (there === null ? 'the first run makes it' : 'writable');
  const advice = problem === null ? null : `Make ${target} a folder that you can write to.`;
  return { part: 'reports', healthy: problem === null, where: folder, version: null, note, advice };
}

async function diagnoseRemains(folder: string): Promise<Diagnosis> {
  const { dead, live, unclear } = await findRemains(folder);
  const count = (runs: readonly RunRemnant[], what: string): string =>
    runs.length === 0 ? '' : `${runs.length} ${what}`;
  const parts = [count(dead, 'dead'), count(unclear, 'of unknown owners'), count(live, 'live, not touched')];
  const note = parts.filter((text) => text !== '').join(', ') || 'none';
  // They take room but stop no run: each run has its names and ports.
  const advice = dead.length === 0 ? null : 'Run the doctor with --sweep to remove the remains of dead runs.';
  return { part: 'runs on this machine', healthy: true, where: folder, version: null, note, advice };
}

const packageSchema = z.looseObject({ version: z.string() });

function versionIn(folder: string): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).version;
}

function packageFolder(entry: string): string {
  const marker = join('node_modules', '@supabase', 'lite');
  return entry.slice(0, entry.lastIndexOf(marker) + marker.length);
}

function found(part: string, find: () => { readonly where: string; readonly version: string }): Diagnosis {
  try {
    return { part, healthy: true, ...find(), note: '', advice: null };
  } catch (error) {
    const advice = reasonOf(error);
    return { part, healthy: false, where: null, version: null, note: 'not usable', advice };
  }
}
