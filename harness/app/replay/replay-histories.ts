import { randomUUID } from 'node:crypto';
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
import { ownerTag, RUN_TAG } from '../../reaper/run-folder.ts';
import type { CodeToReplay } from './code-to-replay.ts';
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
 * Replays event histories against a build, whole and by the prefixes that a worker could have got.
 *
 * @remarks The log of the replays is removed, unless the report or an error names it.
 * @throws HarnessError CHAOS_BAD_BUNDLE if the file is no bundle, or lacks the workflow of an event history;
 * CHAOS_REPLAY_FAILED if the replayer of the configuration does not start.
 */
export async function replayHistories(
  found: FoundHistories,
  code: CodeToReplay,
  { signal, limitMs }: ReplayLimits,
): Promise<ReplayReport> {
  const folder = await mkdtemp(join(tmpdir(), 'chaos-replay-'));
  const limit = limitMs === undefined ? {} : { limitMs };
  // By these a sweep finds the process, if this one is killed.
  const tags = { [RUN_TAG]: `replay-${randomUUID()}`, ...ownerTag() };
  const options = { program: code.program, logFile: join(folder, 'replay.log'), tags, ...limit };
  let isLogNamed = false;
  const namesLog = (text: string): boolean => text.includes(options.logFile);
  try {
    const report = await replayWith(options, { found, code }, signal);
    isLogNamed = report.notReplayed.some(({ reason }) => namesLog(reason));
    return report;
  } catch (error) {
    isLogNamed = error instanceof HarnessError && namesLog(error.message);
    throw error;
  } finally {
    if (!isLogNamed) await rm(folder, { recursive: true, force: true });
  }
}

async function replayWith(
  options: ReplayerOptions,
  { found, code }: { readonly found: FoundHistories; readonly code: CodeToReplay },
  signal: AbortSignal,
): Promise<ReplayReport> {
  // Only a completed task has commands that can be compared.
  const begun = found.histories.filter((history) => eventsOf(history, 'WORKFLOW_TASK_COMPLETED').length > 0);
  const book = await replayOnce(options, begun, signal);
  if (book.state === 'unavailable') await refuseBrokenCode(options, code, signal);
  const rows = book.state === 'collected' ? book.rows : [];
  const made = rows.filter(({ notReplayed }) => notReplayed !== true);
  if (code.kind === 'bundle') refuseUnknownTypes(begun, rows);
  const failed = begun.flatMap((history) => failureOf(history, made) ?? []);
  const notReplayed = [
    ...found.unread,
    ...(book.state === 'unavailable' ? begun.map(({ storedIn }) => ({ storedIn, reason: book.reason })) : []),
    ...begun
      .filter((history) => book.state === 'collected' && !hasWhole(history, made))
      .map((one) => unanswered(one, rows)),
  ];
  return {
    schema: REPLAY_SCHEMA,
    verdict: verdictOf(failed.length, notReplayed.length, made.length),
    bundle: { path: code.name, hash: code.program.hash },
    ...(code.kind === 'replayer' ? { replayer: code.program.command } : {}),
    histories: made.filter(({ full }) => full).length,
    prefixes: made.filter(({ full }) => !full).length,
    events: made.reduce((sum, row) => sum + row.events, 0),
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

/** A build that cannot even be loaded with nothing to replay is what is wrong. */
async function refuseBrokenCode(
  options: ReplayerOptions,
  { kind, name }: CodeToReplay,
  signal: AbortSignal,
): Promise<void> {
  const loaded = await replayOnce(options, [], signal);
  if (loaded.state === 'collected') return;
  if (kind === 'replayer') {
    const sentence = `\`${name}\` of workers.replayer failed: ${loaded.reason}.`;
    throw new HarnessError('CHAOS_REPLAY_FAILED', `${sentence} Run it by hand: it must write its first line.`);
  }
  const sentence = `${name} is no workflow bundle: ${loaded.reason}.`;
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

function unanswered(history: StoredHistory, rows: readonly ReplayRow[]): ReplayReport['notReplayed'][number] {
  const { storedIn, workflowId } = history;
  const left = rows.find((row) => isOf(row, history) && row.notReplayed === true);
  return { storedIn, reason: `${workflowId} was not replayed whole${left === undefined ? '' : `: ${left.error}`}` };
}

/** A bundle without the workflow proves nothing of it. */
function refuseUnknownTypes(histories: readonly StoredHistory[], rows: readonly ReplayRow[]): void {
  const isUnknown = ({ notReplayed, error }: ReplayRow): boolean =>
    notReplayed === true && error?.includes('no such function is exported by the workflow bundle') === true;
  const first = histories.find((history) => rows.some((row) => isOf(row, history) && isUnknown(row)));
  if (first === undefined) return;
  const sentence = `The bundle has no workflow "${typeOf(first)}", which ${first.storedIn} is of.`;
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
