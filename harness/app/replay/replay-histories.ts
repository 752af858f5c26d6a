import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { attributesOf, type EventHistory, eventsOf } from '../../model/event-history.ts';
import type { Book, ReplayRow } from '../../model/evidence.ts';
import { REPLAY_SCHEMA, type ReplayFailure, type ReplayReport } from '../../model/replay-report.ts';
import { explainReplay, type ReplayDifference } from '../../model/replay-trace.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type ReplayerOptions, startReplayer, traceReplays } from '../../probes/replayer.ts';
import type { Bundle } from '../build-bundle.ts';
import type { ReplayedBundle } from './bundle-to-replay.ts';
import type { FoundHistories, StoredHistory } from './find-histories.ts';

/** A history and the shortest of its replays that failed. */
interface Failed {
  readonly history: StoredHistory;
  readonly events: number;
  readonly full: boolean;
  readonly error: string;
}

/** When replays end early. */
export interface ReplayLimits {
  readonly signal: AbortSignal;
  /** By default by the number and length of the event histories. */
  readonly limitMs?: number;
}

/**
 * Replays event histories against a bundle, whole and by the prefixes that a worker could have got.
 *
 * @remarks The log of the replays is removed, unless the report names it.
 * @throws HarnessError CHAOS_BAD_BUNDLE if the file is no bundle, or lacks the workflow of an event history.
 */
export async function replayHistories(
  found: FoundHistories,
  bundle: ReplayedBundle,
  limits: ReplayLimits,
): Promise<ReplayReport> {
  const { signal, limitMs } = limits;
  const folder = await mkdtemp(join(tmpdir(), 'chaos-replay-'));
  const limit = limitMs === undefined ? {} : { limitMs };
  const { path: bundlePath, dataConverter } = bundle;
  const options = { bundlePath, dataConverter, logFile: join(folder, 'replay.log'), tags: {}, ...limit };
  let isLogNamed = false;
  try {
    const report = await replayWith(options, { found, bundle }, signal);
    isLogNamed = report.notReplayed.some(({ reason }) => reason.includes(options.logFile));
    return report;
  } finally {
    if (!isLogNamed) await rm(folder, { recursive: true, force: true });
  }
}

async function replayWith(
  options: ReplayerOptions,
  { found, bundle }: { readonly found: FoundHistories; readonly bundle: Bundle },
  signal: AbortSignal,
): Promise<ReplayReport> {
  // Only a completed task has commands that can be compared.
  const begun = found.histories.filter((history) => eventsOf(history, 'WORKFLOW_TASK_COMPLETED').length > 0);
  const book = await replayOnce(options, begun, signal);
  if (book.state === 'unavailable') await refuseBrokenBundle(options, signal);
  const rows = book.state === 'collected' ? book.rows : [];
  const failed = begun.flatMap((history) => failureOf(history, rows) ?? []);
  refuseUnknownTypes(failed);
  const notReplayed = [
    ...found.unread,
    ...(book.state === 'unavailable' ? begun.map(({ storedIn }) => ({ storedIn, reason: book.reason })) : []),
    ...begun.filter((history) => book.state === 'collected' && !hasWhole(history, rows)).map(unanswered),
  ];
  return {
    schema: REPLAY_SCHEMA,
    verdict: verdictOf(failed.length, notReplayed.length, rows.length),
    bundle: { path: bundle.path, hash: bundle.hash },
    histories: rows.filter(({ full }) => full).length,
    prefixes: rows.filter(({ full }) => !full).length,
    events: rows.reduce((sum, row) => sum + row.events, 0),
    failures: await explain(failed, options, signal),
    notReplayed,
    notBegun: found.histories.length - begun.length,
  };
}

async function replayOnce(
  options: ReplayerOptions,
  histories: readonly EventHistory[],
  signal: AbortSignal,
): Promise<Book<ReplayRow>> {
  await using replayer = startReplayer(options);
  return await replayer.replay(histories, signal);
}

/** A bundle that cannot even be loaded with nothing to replay is what is wrong. */
async function refuseBrokenBundle(options: ReplayerOptions, signal: AbortSignal): Promise<void> {
  const loaded = await replayOnce(options, [], signal);
  if (loaded.state === 'collected') return;
  const sentence = `${options.bundlePath} is no workflow bundle: ${loaded.reason}.`;
  throw badBundle(`${sentence} Give the file that workers.bundle of chaos.config.ts prints.`);
}

function verdictOf(failed: number, notReplayed: number, replays: number): Verdict {
  if (failed > 0) return 'invalid';
  return notReplayed > 0 || replays === 0 ? 'unknown' : 'valid';
}

function failureOf(history: StoredHistory, rows: readonly ReplayRow[]): Failed | null {
  const failed = rows.filter((row) => isOf(row, history) && !row.ok);
  const [shortest] = failed.toSorted((a, b) => a.events - b.events);
  if (shortest === undefined) return null;
  return { history, events: shortest.events, full: shortest.full, error: shortest.error ?? '' };
}

function isOf(row: ReplayRow, history: EventHistory): boolean {
  return row.workflowId === history.workflowId && row.runId === history.runId;
}

function hasWhole(history: EventHistory, rows: readonly ReplayRow[]): boolean {
  return rows.some((row) => isOf(row, history) && row.full && row.events === history.events.length);
}

function unanswered({ storedIn, workflowId }: StoredHistory): { readonly storedIn: string; readonly reason: string } {
  return { storedIn, reason: `${workflowId} was not replayed whole` };
}

/** A bundle without the workflow proves nothing of it; the SDK says so in the same words as of any failure. */
function refuseUnknownTypes(failed: readonly Failed[]): void {
  const first = failed.find(({ error }) => error.includes('no such function is exported by the workflow bundle'));
  if (first === undefined) return;
  const { storedIn } = first.history;
  const sentence = `The bundle has no workflow "${typeOf(first.history)}", which ${storedIn} is of.`;
  throw badBundle(`${sentence} Give the bundle of that workflow, or leave the event history out.`);
}

async function explain(
  failed: readonly Failed[],
  options: ReplayerOptions,
  signal: AbortSignal,
): Promise<readonly ReplayFailure[]> {
  if (failed.length === 0) return [];
  const traced = await traceReplays(options, failed, signal);
  return failed.map(({ history, events, full, error }, index) => {
    const trace = traced.state === 'collected' ? traced.rows[index]?.trace : undefined;
    const { workflowId, runId, storedIn } = history;
    const known = { workflowId, runId, workflowType: typeOf(history), storedIn, events, full, error };
    return { ...known, ...(trace === undefined ? notKnown : explainReplay(history, trace, error)) };
  });
}

const notKnown: ReplayDifference = { event: null, expected: null, got: null, source: [] };

function typeOf(history: EventHistory): string {
  const [started] = history.events;
  const type = started === undefined ? null : attributesOf(started)['workflowType'];
  return (type as { readonly name?: string } | null)?.name ?? 'unknown';
}

function badBundle(sentence: string): HarnessError {
  return new HarnessError('CHAOS_BAD_BUNDLE', sentence);
}
