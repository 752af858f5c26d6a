import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { buildBundle } from '../../harness/cli/build-bundle.ts';
import { newRunId } from '../../harness/cli/run-id.ts';
import type { Journal } from '../../harness/model/journal.ts';
import type { Stack } from '../../harness/model/stack.ts';
import { type OpenJournal, openJournal } from '../../harness/runner/open-journal.ts';
import { startEmbeddedStack } from '../../harness/stack/embedded/start-embedded-stack.ts';
import type { BenchContext } from './bench-context.ts';

/** A stack with one worker, and a client that goes straight to its Temporal. */
export interface BenchStack extends AsyncDisposable {
  readonly runId: string;
  readonly stack: Stack;
  readonly client: Client;
  /** A journal in a file, as in a run, so that what it costs is in the figures. */
  readonly journal: Journal;
  readonly logsFolder: string;
  readonly bundlePath: string | null;
}

/**
 * Starts an embedded stack for measurements.
 *
 * @remarks Its logs are in reports/bench-<run id>/, and are removed with it: a measurement that fails tells its error.
 * @throws HarnessError whatever the stack throws; nothing is left then.
 */
export async function startBenchStack(context: BenchContext): Promise<BenchStack> {
  const { config, servers, signal, projectFolder } = context;
  context.progress('stack: starting');
  const runId = newRunId(0);
  const logsFolder = join(projectFolder, 'reports', `bench-${runId}`);
  const bundle =
    config.workers.bundle === null ? null : await buildBundle(config.workers.bundle, projectFolder, signal);
  await mkdir(logsFolder, { recursive: true });
  const journal = openJournal(join(logsFolder, 'journal.ndjson'));
  const bundlePath = bundle?.path ?? null;
  await using undo = new AsyncDisposableStack();
  undo.defer(async () => removeLogs(journal, logsFolder));
  const stack = await startEmbeddedStack({
    ...{ runId, config, variant: config.workers, workers: 1, journal, logsFolder, bundlePath, signal },
    servers: { temporal: servers.temporal.path, toxiproxy: servers.toxiproxy.path },
    progress: () => undefined,
  });
  undo.defer(async () => stack[Symbol.asyncDispose]());
  const connection = await Connection.connect({ address: stack.addresses.temporal });
  undo.defer(async () => connection.close());
  const client = new Client({ connection, namespace: config.namespace });
  const standing = undo.move();
  const dispose = { [Symbol.asyncDispose]: async () => standing.disposeAsync() };
  return { runId, stack, client, journal, logsFolder, bundlePath, ...dispose };
}

async function removeLogs(journal: OpenJournal, logsFolder: string): Promise<void> {
  journal.close();
  await rm(logsFolder, { recursive: true });
}
