/**
 * Replays event histories against a workflow bundle, in a separate process: importing `@temporalio/worker` installs a
 * process-wide rejection handler that must not be the harness's. Talks over the IPC channel and ends with its parent.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { ReplayRow } from '../model/evidence.ts';
import type { ReplayTrace } from '../model/replay-trace.ts';
import { leavePromisesUntraced } from './promises-untraced.ts';
import type { ReplayCase } from './replay-prefixes.ts';
import { runScriptsWithoutLimit } from './scripts-without-limit.ts';
import { traceCommands } from './trace-commands.ts';

/** The request of the parent. */
export interface ReplayRequest {
  readonly bundlePath: string;
  readonly cases: readonly ReplayCase[];
  /** The path of a module that exports `dataConverter`. */
  readonly dataConverter?: string;
}
/** The answer to the parent. */
export type ReplayAnswer =
  | { readonly ok: true; readonly rows: readonly AnsweredReplay[] }
  | { readonly ok: false; readonly message: string };

/** One replay; with its trace if the process traces. */
export interface AnsweredReplay extends ReplayRow {
  readonly trace?: ReplayTrace;
}

/** A process that traces is several times as slow, so it replays only what has failed before. */
const traces = process.argv.includes('--trace');

async function replay(request: ReplayRequest): Promise<readonly AnsweredReplay[]> {
  const takeTrace = traces ? traceCommands(request.bundlePath) : () => undefined;
  const bundleHash = createHash('sha256').update(readFileSync(request.bundlePath)).digest('hex');
  const own = request.dataConverter === undefined ? null : await converterIn(request.dataConverter);
  const wanted = request.cases.flatMap(({ history, replays }) => {
    const { workflowId, runId } = history;
    // Read once: most of its replays are of its beginnings.
    const events = historyFromJSON({ events: history.events }).events ?? [];
    return replays.map(({ events: count, full }) => {
      const replayed = events.slice(0, count);
      // The answer names the cases that were replayed, not those requested.
      const row = {
        workflowId,
        runId,
        events: replayed.length,
        full,
        bundleHash,
        ...(own === null ? {} : ownConverter),
      };
      return { row, history: { events: replayed } };
    });
  });
  // Under its id, which may decide what a workflow does, such as what its children are called.
  const histories = wanted.map(({ row: { workflowId }, history }) => ({ workflowId, history }));
  const outcomes: { readonly error: string | null; readonly trace?: ReplayTrace }[] = [];
  // They come one after the other, in the order of the histories.
  const workflowBundle = { codePath: request.bundlePath };
  const options = { workflowBundle, ...(own === null ? {} : { dataConverter: own }) };
  const results = Worker.runReplayHistories(options, histories);
  for await (const { error } of results) {
    const trace = takeTrace();
    outcomes.push({ error: error?.message ?? null, ...(trace === undefined ? {} : { trace }) });
  }
  return wanted.map(({ row }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) return { ...row, ok: false, error: 'The replayer gave no result.' };
    return { ...row, ok: outcome.error === null, ...outcome };
  });
}

const ownConverter = { dataConverter: true } as const;

/** @throws Error if the module can't be loaded, or has no such export */
async function converterIn(path: string): Promise<DataConverter> {
  const { dataConverter } = (await import(pathToFileURL(path).href)) as { readonly dataConverter?: DataConverter };
  if (typeof dataConverter === 'object') return dataConverter;
  throw new Error(`${path} does not export \`dataConverter\`. Name another module as workers.dataConverter.`);
}

runScriptsWithoutLimit();
if (!traces) leavePromisesUntraced();
process.on('disconnect', () => process.exit(0));
process.on('message', (request: ReplayRequest) => {
  replay(request)
    .then((rows): ReplayAnswer => ({ ok: true, rows }))
    .catch((error: unknown): ReplayAnswer => ({ ok: false, message: String(error) }))
    .then((answer) => process.send?.(answer))
    .catch(() => process.exit(1));
});
process.send?.({ ready: true });
