/**
 * Replays event histories against a workflow bundle, in a separate process: importing `@temporalio/worker` installs a
 * process-wide rejection handler that must not be the harness's. Talks over the IPC channel and ends with its parent.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import type { ReplayRow } from '../model/evidence.ts';
import { leavePromisesUntraced } from './promises-untraced.ts';
import type { ReplayCase } from './replay-prefixes.ts';
import { runScriptsWithoutLimit } from './scripts-without-limit.ts';

/** The request of the parent. */
export interface ReplayRequest {
  readonly bundlePath: string;
  readonly cases: readonly ReplayCase[];
}
/** The answer to the parent. */
export type ReplayAnswer =
  | { readonly ok: true; readonly rows: readonly ReplayRow[] }
  | { readonly ok: false; readonly message: string };

async function replay(request: ReplayRequest): Promise<readonly ReplayRow[]> {
  const bundleHash = createHash('sha256').update(readFileSync(request.bundlePath)).digest('hex');
  const wanted = request.cases.flatMap(({ history, replays }) => {
    const { workflowId, runId } = history;
    // Read once: most of its replays are of its beginnings.
    const events = historyFromJSON({ events: history.events }).events ?? [];
    return replays.map(({ events: count, full }) => {
      const replayed = events.slice(0, count);
      // The answer names the cases that were replayed, not those requested.
      return { row: { workflowId, runId, events: replayed.length, full, bundleHash }, history: { events: replayed } };
    });
  });
  // The result names only the workflow id, so each replay gets a unique one.
  const histories = wanted.map(({ row, history }, index) => ({ workflowId: `${row.workflowId}#${index}`, history }));
  const outcomes = new Map<string, string | null>();
  const results = Worker.runReplayHistories({ workflowBundle: { codePath: request.bundlePath } }, histories);
  for await (const result of results) outcomes.set(result.workflowId, result.error?.message ?? null);
  return wanted.map(({ row }, index) => {
    const error = outcomes.get(`${row.workflowId}#${index}`);
    if (error === undefined) return { ...row, ok: false, error: 'The replayer gave no result.' };
    return { ...row, ok: error === null, error };
  });
}

runScriptsWithoutLimit();
leavePromisesUntraced();
process.on('disconnect', () => process.exit(0));
process.on('message', (request: ReplayRequest) => {
  replay(request)
    .then((rows): ReplayAnswer => ({ ok: true, rows }))
    .catch((error: unknown): ReplayAnswer => ({ ok: false, message: String(error) }))
    .then((answer) => process.send?.(answer))
    .catch(() => process.exit(1));
});
process.send?.({ ready: true });
