import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../../harness/app/build-bundle.ts';
import type { EventHistory } from '../../harness/model/event-history.ts';
import type { ReplayRow } from '../../harness/model/evidence.ts';
import type { Replayer } from '../../harness/model/probes.ts';
import { startReplayer } from '../../harness/probes/replayer.ts';
import { typescriptReplayer } from '../../harness/probes/typescript-replayer.ts';
import { readBooks } from '../../harness/reporting/store/read-books.ts';
import type { BenchContext } from './bench-context.ts';
import type { ReplayFigures, ReplayResult } from './bench-report.ts';
import { percentile, spreadOf } from './percentile.ts';
import type { TimedRun } from './run-worker-kill.ts';

/** The longest that one replay may take, so that every prefix can be replayed. */
const GOAL_MS = 10;

interface Round {
  readonly importMs: number;
  readonly withPrefixes: ReplayFigures;
  readonly fullOnly: ReplayFigures;
}

/**
 * Time to replay the event histories of a run, by the replay process that a run uses.
 *
 * @remarks That process has a low priority, as in a run, so that it waits for others on a busy machine.
 * @throws Error where the histories can't be read or one of them doesn't replay.
 */
export async function measureReplay(context: BenchContext, run: TimedRun): Promise<ReplayResult> {
  const { books } = await readBooks(run.folder, null, null);
  if (books.eventHistories.state === 'unavailable') throw new Error(books.eventHistories.reason);
  const { bundle } = context.config.workers;
  if (bundle === null) throw new Error('Expected a configuration that builds a bundle, but it builds none.');
  const built = await buildBundle(bundle, context.projectFolder, context.signal);
  const folder = await mkdtemp(join(tmpdir(), 'bench-replay-'));
  const rounds: Round[] = [];
  try {
    for (let done = 1; done <= context.counts.replays; done += 1) {
      context.progress(`replay: ${done} of ${context.counts.replays}`);
      const start = { program: typescriptReplayer(built), logFile: join(folder, 'replay.log'), tags: {} };
      rounds.push(await oneRound(start, books.eventHistories.rows, context.signal));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const withPrefixes = median(rounds.map((round) => round.withPrefixes));
  return {
    runId: run.report.runId,
    repetitions: rounds.length,
    importMs: spreadOf(rounds.map(({ importMs }) => importMs)),
    withPrefixes,
    fullOnly: median(rounds.map(({ fullOnly }) => fullOnly)),
    goal: { perReplayMs: GOAL_MS, met: withPrefixes.perReplayMs <= GOAL_MS },
  };
}

async function oneRound(
  start: Parameters<typeof startReplayer>[0],
  histories: readonly EventHistory[],
  signal: AbortSignal,
): Promise<Round> {
  const startMs = performance.now();
  await using replayer = startReplayer(start);
  await replay(replayer, [], signal);
  const importMs = performance.now() - startMs;
  const withPrefixes = await replay(replayer, histories, signal);
  // A replayer replays each prefix once, so that now the whole ones alone are left.
  return { importMs, withPrefixes, fullOnly: await replay(replayer, histories, signal) };
}

async function replay(
  replayer: Replayer,
  histories: readonly EventHistory[],
  signal: AbortSignal,
): Promise<ReplayFigures> {
  const startMs = performance.now();
  const book = await replayer.replay(histories, signal);
  const totalMs = performance.now() - startMs;
  if (book.state === 'unavailable') throw new Error(book.reason);
  const failed = book.rows.find((row) => !row.ok);
  if (failed !== undefined) throw new Error(`${failed.workflowId} does not replay: ${failed.error}`);
  return figuresOf(book.rows, totalMs);
}

function figuresOf(rows: readonly ReplayRow[], totalMs: number): ReplayFigures {
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  const perThousandEventsMs = (totalMs / events) * 1000;
  return { replays: rows.length, events, totalMs, perReplayMs: totalMs / rows.length, perThousandEventsMs };
}

/** All rounds replay the same, so that the one with the median time stands for them. */
function median(rounds: readonly ReplayFigures[]): ReplayFigures {
  const totalMs = percentile(
    rounds.map((round) => round.totalMs),
    0.5,
  );
  const found = rounds.find((round) => round.totalMs === totalMs);
  if (found === undefined) throw new Error('Expected a round with the median time, but there is none.');
  return found;
}
