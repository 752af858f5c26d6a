import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import { type ProcessInfo, processOf } from '../processes/process-table.ts';
import type { RunRows } from './clean-up-rows.ts';
import { cleanUpRun } from './clean-up-run.ts';
import type { ReaperMessage } from './reaper-message.ts';
import { RUN_TAG } from './run-folder.ts';

// The reaper outlives its owner, so it ignores the signals that a terminal sends to all.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const runId = process.env[RUN_TAG];
if (runId === undefined || runId === '') throw new TypeError(`${RUN_TAG} must be set.`);

const processes: Promise<ProcessInfo | null>[] = [];
const postmasters: Promise<ProcessInfo | null>[] = [];
const folders: string[] = [];
let containers = false;
let rows: RunRows | null = null;
let temporal: ExistingTemporal | null = null;
let done = false;

function heed(line: string): void {
  const message = JSON.parse(line) as ReaperMessage;
  if ('done' in message) done = true;
  else if (message.guard === 'folder') folders.push(message.path);
  else if (message.guard === 'containers') containers = true;
  else if (message.guard === 'rows') rows = message;
  else if (message.guard === 'workflows') ({ temporal } = message);
  // Its identity is read at once: the owner has just started it, so the id can't be another's yet.
  else (message.kind === 'postgres' ? postmasters : processes).push(processOf(message.pid));
}

async function undo(runId: string): Promise<void> {
  const present = async (list: readonly Promise<ProcessInfo | null>[]): Promise<readonly ProcessInfo[]> =>
    (await Promise.all(list)).filter((each) => each !== null);
  const except = new Set([process.pid]);
  await cleanUpRun({
    runId,
    processes: await present(processes),
    postmasters: await present(postmasters),
    folders,
    containers,
    rows,
    temporal,
    except,
  });
}

process.stdout.write('ready\n');
process.stdout.on('error', () => undefined);
for await (const line of createInterface({ input: process.stdin })) heed(line);
if (!done) {
  await undo(runId).catch((error: unknown) => {
    // No process listens any more: the reaper writes its failure where a sweep will find it.
    for (const folder of folders) appendFileSync(join(folder, 'reaper.log'), `${String(error)}\n`);
    process.exitCode = 1;
  });
}
