import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { provisionStack } from '../../harness/app/provision-stack.ts';
import { newRunId } from '../../harness/app/run-id.ts';
import { variantsOf } from '../../harness/app/system-versions.ts';
import type { Journal } from '../../harness/model/journal.ts';
import type { Stack } from '../../harness/model/stack.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { type OpenJournal, openJournal } from '../../harness/runner/open-journal.ts';
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
 * Starts a stack for measurements.
 *
 * @remarks Its logs are in reports/bench-<run id>/, and are removed with it: a measurement that fails tells its error.
 * @throws HarnessError whatever the stack throws; nothing is left then.
 */
export async function startBenchStack(context: BenchContext, name: StackName): Promise<BenchStack> {
  const { config, signal, projectFolder } = context;
  context.progress(`stack: starting the ${name} one`);
  const runId = newRunId(0);
  const logsFolder = join(projectFolder, 'reports', `bench-${runId}`);
  await mkdir(logsFolder, { recursive: true });
  const journal = openJournal(join(logsFolder, 'journal.ndjson'));
  await using undo = new AsyncDisposableStack();
  undo.defer(async () => removeLogs(journal, logsFolder));
  const wanted = {
    runId,
    stack: name,
    config,
    variant: variantsOf(config, { sabotage: null }).variant,
    workers: 1,
    projectFolder,
    logsFolder,
    journal,
    progress: () => undefined,
  };
  const { stack, bundle } = await provisionStack(wanted, signal);
  undo.defer(async () => stack[Symbol.asyncDispose]());
  const connection = await Connection.connect({ address: stack.addresses.temporal });
  undo.defer(async () => connection.close());
  const client = new Client({ connection, namespace: config.namespace });
  const standing = undo.move();
  const dispose = { [Symbol.asyncDispose]: async () => standing.disposeAsync() };
  return { runId, stack, client, journal, logsFolder, bundlePath: bundle?.path ?? null, ...dispose };
}

async function removeLogs(journal: OpenJournal, logsFolder: string): Promise<void> {
  journal.close();
  await rm(logsFolder, { recursive: true });
}
