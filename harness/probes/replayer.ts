import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventHistory } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import type { Replayer } from '../model/probes.ts';
import type { AnsweredReplay, ReplayAnswer, ReplayRequest } from './replay-main.ts';
import { casesByVersion, type ReplayCase, replayCases } from './replay-prefixes.ts';

/** The options of a replayer. */
export interface ReplayerOptions {
  readonly bundlePath: string;
  /** The bundles of other versions of the system, by version. */
  readonly versions?: Readonly<Record<string, string>>;
  /** The path of a module that exports the `dataConverter` of the system; by default Temporal's reads the payloads. */
  readonly dataConverter?: string | undefined;
  readonly logFile: string;
  /** Environment tag by which a reaper finds the process. */
  readonly tags: Readonly<Record<string, string>>;
  /** How long replays that are asked for together may take, in milliseconds; by default by their number and length. */
  readonly limitMs?: number;
}

/** A replay that has failed: an event history and how many of its events were replayed. */
export interface FailedReplay {
  readonly history: EventHistory;
  readonly events: number;
}

/** Many times what they take, since the process has a low priority. */
const LIMIT_MS = { together: 60_000, each: 1000, event: 10 } as const;

/**
 * Starts the replay process, so that its half second of imports overlaps with the run.
 *
 * @remarks Replays that don't end within their limit make the book unavailable, now and from then on.
 * The process ends by itself when the harness disappears (its IPC channel closes).
 */
export function startReplayer(options: ReplayerOptions): Replayer {
  const child = forkReplays(options);
  const started = Promise.race([once(child, 'message'), once(child, 'exit')]);
  // `replay` reports a child that could not be spawned.
  started.catch(() => undefined);
  const replayed = new Set<string>();
  let givenUp: Book<ReplayRow> | null = null;
  return {
    replay: async (histories, signal, versionOf) => {
      await started.catch(() => undefined);
      const rows: ReplayRow[] = [];
      const all = casesByVersion(replayCases(histories, replayed, versionOf));
      for (const [version, cases] of all.size === 0 ? new Map([[null, []]]) : all) {
        if (givenUp !== null) return givenUp;
        const book = await ask(child, { options, cases, signal, bundlePath: bundleOf(options, version) });
        if (child.killed) givenUp = book;
        if (book.state === 'unavailable') return book;
        // Only now: a path whose replay was never answered must be replayed again.
        for (const path of pathsOf(cases)) replayed.add(path);
        rows.push(...book.rows);
      }
      return { state: 'collected', rows };
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

/**
 * Replays event histories once more, each as far as given, and notes what the workflow code did.
 *
 * @remarks In a separate process, because tracing is slow; for replays that have failed before.
 */
export async function traceReplays(
  options: ReplayerOptions,
  failed: readonly FailedReplay[],
  signal: AbortSignal,
): Promise<Book<AnsweredReplay>> {
  const child = forkReplays(options, ['--trace']);
  try {
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
    const cases = failed.map(({ history, events }) => {
      const full = events === history.events.length;
      return { history, replays: [{ events, full, path: null, version: null }] };
    });
    return await ask(child, { options, cases, signal, bundlePath: options.bundlePath });
  } finally {
    await end(child);
  }
}

function forkReplays(options: ReplayerOptions, args: readonly string[] = []): ChildProcess {
  const log = openSync(options.logFile, 'a');
  const main = fileURLToPath(new URL(`./replay-main${extname(import.meta.filename)}`, import.meta.url));
  const child = fork(main, args, {
    stdio: ['ignore', log, log, 'ipc'],
    env: { PATH: process.env.PATH, ...options.tags },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  closeSync(log);
  // Replays run beside a recovering system and must not slow it down, and must end on a busy machine too.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
}

function bundleOf({ bundlePath, versions = {} }: ReplayerOptions, version: string | null): string | undefined {
  return version === null ? bundlePath : versions[version];
}

function pathsOf(cases: readonly ReplayCase[]): readonly string[] {
  return cases.flatMap(({ replays }) => replays.flatMap(({ path }) => path ?? []));
}

function countOf(cases: readonly ReplayCase[]): number {
  return cases.reduce((sum, { replays }) => sum + replays.length, 0);
}

function limitOf(cases: readonly ReplayCase[]): number {
  const events = cases.flatMap(({ replays }) => replays.map((one) => one.events));
  return events.reduce((sum, count) => sum + LIMIT_MS.each + LIMIT_MS.event * count, LIMIT_MS.together);
}

interface Question {
  readonly options: ReplayerOptions;
  readonly cases: readonly ReplayCase[];
  /** Undefined for a version that has none. */
  readonly bundlePath: string | undefined;
  readonly signal: AbortSignal;
}

async function ask(child: ChildProcess, question: Question): Promise<Book<AnsweredReplay>> {
  const { logFile, limitMs, dataConverter } = question.options;
  const { bundlePath } = question;
  if (bundlePath === undefined) return { state: 'unavailable', reason: 'a version of the system has no bundle' };
  if (!child.connected) return { state: 'unavailable', reason: `the replay process died; its log: ${logFile}` };
  const { cases } = question;
  const local = new AbortController();
  const limit = AbortSignal.timeout(limitMs ?? limitOf(cases));
  const signal = AbortSignal.any([question.signal, local.signal, limit]);
  const answered = once(child, 'message', { signal });
  const exited = once(child, 'exit', { signal });
  const request: ReplayRequest = { bundlePath, cases, ...(dataConverter === undefined ? {} : { dataConverter }) };
  child.send(request);
  try {
    const first = await Promise.race([answered, exited.then(() => null)]);
    if (first === null) return { state: 'unavailable', reason: `the replay process died; its log: ${logFile}` };
    const answer = first[0] as ReplayAnswer;
    if (!answer.ok) return { state: 'unavailable', reason: answer.message };
    return { state: 'collected', rows: answer.rows };
  } catch (error) {
    question.signal.throwIfAborted();
    if (limit.aborted) return await giveUp(child, question);
    return { state: 'unavailable', reason: String(error) };
  } finally {
    await stopListening(local, [answered, exited]);
  }
}

/** A workflow that loops forever gets no message any more, so its process must be ended. */
async function giveUp(child: ChildProcess, { options, cases }: Question): Promise<Book<never>> {
  await end(child);
  const limitMs = options.limitMs ?? limitOf(cases);
  const reason = `${countOf(cases)} replays did not end within ${limitMs / 1000} s, as where a workflow loops without waiting for anything; the replay process was killed; its log: ${options.logFile}`;
  return { state: 'unavailable', reason };
}

async function stopListening(local: AbortController, waits: readonly Promise<unknown>[]): Promise<void> {
  local.abort();
  await Promise.allSettled(waits);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
