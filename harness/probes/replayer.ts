import pMap from 'p-map';
import { HarnessError } from '../errors.ts';
import { count } from '../model/count.ts';
import { holdsEncoded } from '../model/encoded-payloads.ts';
import { attributesOf, type EventHistory } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import { fleetOfCode } from '../model/fleets.ts';
import type { Replayer } from '../model/probes.ts';
import type { ReplayTrace } from '../model/replay-trace.ts';
import type { ReplayableHistory } from './payloads/read-payloads.ts';
import { casesByVersion, type PlannedReplay, type ReplayCase, replayCases } from './replay-prefixes.ts';
import { describeReplayerFailure, ReplayerError } from './replayer-failure.ts';
import { ReplayerProcess } from './replayer-process.ts';
import type { ReplayAnswer, ReplayQuestion } from './replayer-protocol.ts';

/** A program that replays event histories by the protocol, with the workflow code of one version of the system. */
export interface ReplayerProgram {
  readonly command: readonly [string, ...string[]];
  /** On top of PATH and HOME; left out: nothing. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly folder: string;
  /** SHA-256 of the workflow code, in hexadecimal, from before the workers started. */
  readonly hash: string;
  /** The same of the code as it is now. */
  hashNow(): Promise<string>;
  /** The command that answers each replay with its trace, too; left out: it has none. */
  readonly traced?: readonly [string, ...string[]];
  /** Decodes the payloads that the system encodes; left out: the program gets them as they were recorded. */
  readonly decode?: (history: EventHistory) => Promise<ReplayableHistory>;
}

/** The options of a replayer. */
export interface ReplayerOptions {
  readonly program: ReplayerProgram;
  /** The programs of other versions of the system, by version. */
  readonly versions?: Readonly<Record<string, ReplayerProgram>>;
  readonly logFile: string;
  /** Environment tags by which a reaper finds the process. */
  readonly tags: Readonly<Record<string, string>>;
  /** How long replays that are asked for together may take, in milliseconds; by default by their number and length. */
  readonly limitMs?: number;
}

/** A replay that has failed: an event history and how many of its events were replayed. */
export interface FailedReplay {
  readonly history: EventHistory;
  readonly events: number;
}

/** One replay; with its trace if the process traces. */
export interface AnsweredReplay extends ReplayRow {
  readonly trace?: ReplayTrace;
}

/** Many times what they take, since the process has a low priority. */
const LIMIT_MS = { together: 60_000, each: 1000, event: 10 } as const;

/**
 * Starts the replay process, so that its start overlaps with the run. Those of other versions are started when needed.
 *
 * @remarks The first failure of a process makes the book unavailable, now and from then on.
 */
export function startReplayer(options: ReplayerOptions): Replayer {
  const processes = new Map([[null as string | null, processOf(options.program, options)]]);
  const replayed = new Set<string>();
  return {
    replay: async (histories, signal, versionOf) => {
      const rows: ReplayRow[] = [];
      const all = casesByVersion(replayCases(histories, replayed, versionOf));
      for (const [version, cases] of all.size === 0 ? new Map([[null, []]]) : all) {
        const program = version === null ? options.program : options.versions?.[version];
        if (program === undefined) return unavailable(`${whose(version)} has no bundle and no replayer`);
        const process = processes.get(version) ?? processOf(program, options);
        processes.set(version, process);
        const book = await ask(process, { options, program, cases, signal });
        if (book.state === 'unavailable') return book;
        // Only now: a path whose replay was never answered must be replayed again.
        for (const path of pathsOf(cases)) replayed.add(path);
        rows.push(...book.rows);
      }
      return { state: 'collected', rows };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...processes.values()].map((process) => process[Symbol.asyncDispose]()));
    },
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
  const { program } = options;
  if (program.traced === undefined) return unavailable('this replayer traces nothing');
  await using process = processOf({ ...program, command: program.traced }, options);
  const cases = failed.map(({ history, events }) => {
    const full = events === history.events.length;
    return { history, replays: [{ events, full, path: null, version: null }] };
  });
  return await ask(process, { options, program, cases, signal });
}

function processOf(
  { command, env = {}, folder }: ReplayerProgram,
  { logFile, tags }: ReplayerOptions,
): ReplayerProcess {
  return new ReplayerProcess({ command, env: { ...env, ...tags }, folder, logFile });
}

interface Question {
  readonly options: ReplayerOptions;
  readonly program: ReplayerProgram;
  readonly cases: readonly ReplayCase[];
  readonly signal: AbortSignal;
}

async function ask(process: ReplayerProcess, question: Question): Promise<Book<AnsweredReplay>> {
  const { options, program, cases, signal } = question;
  try {
    const hello = await process.hello({ signal });
    const limitMs = options.limitMs ?? limitOf(cases);
    const asked = await pMap(cases, async ({ history }) => eventsOf(program, history), AT_ONCE);
    const answers = await process.ask(
      cases.map((one, index) => questionOf(one, asked[index]?.events ?? [])),
      { signal, limitMs },
    );
    const hash = await program.hashNow().catch(() => null);
    if (hash !== program.hash) await process.fail({ kind: 'code-changed' });
    process.throwIfFailed();
    const rows = cases.flatMap(({ history, replays }, index) =>
      replays.map((replay) => {
        const { unread = 0 } = asked[index] ?? {};
        const read = hello.dataConverter === true || program.decode !== undefined;
        const replayed = { history, replay, read, unread, hash: program.hash };
        return rowOf(replayed, answers[index]?.get(replay.events));
      }),
    );
    return { state: 'collected', rows };
  } catch (error) {
    if (error instanceof HarnessError) return unavailable(error.message);
    if (!(error instanceof ReplayerError)) throw error;
    return unavailable(describeReplayerFailure(error.failure, options.logFile));
  }
}

const AT_ONCE = { concurrency: 4 } as const;

async function eventsOf({ decode }: ReplayerProgram, history: EventHistory): Promise<ReplayableHistory> {
  return decode === undefined ? { events: history.recorded ?? history.events, unread: 0 } : await decode(history);
}

function questionOf(
  { history: { workflowId, runId }, replays }: ReplayCase,
  events: ReplayableHistory['events'],
): ReplayQuestion {
  return { workflowId, runId, history: { events: [...events] }, events: replays.map((one) => one.events) };
}

interface Replayed {
  readonly history: EventHistory;
  readonly replay: PlannedReplay;
  /** Whether the replay read the payloads by the system's own data converter. */
  readonly read: boolean;
  /** How many payloads nevertheless could not be decoded. */
  readonly unread: number;
  readonly hash: string;
}

function rowOf({ history, replay, read, unread, hash }: Replayed, answer: ReplayAnswer | undefined): AnsweredReplay {
  const { workflowId, runId } = history;
  const { events, full } = replay;
  const why = answer?.ok === false ? whyUnread({ history, read, unread }) : null;
  const ok = why === null ? (answer?.ok ?? null) : null;
  return {
    workflowId,
    runId,
    events,
    full,
    bundleHash: hash,
    ok: ok === true,
    error: ok === true ? null : (why ?? answer?.error ?? 'The replayer gave no reason.'),
    ...(ok === null ? { notReplayed: true } : {}),
    ...(read ? { dataConverter: true } : {}),
    ...(answer !== undefined && 'trace' in answer ? { trace: answer['trace'] as ReplayTrace } : {}),
  };
}

/** Why a failed replay says nothing: workflow code that gets a payload which it can't read takes another path. */
function whyUnread({ history, read, unread }: Pick<Replayed, 'history' | 'read' | 'unread'>): string | null {
  if (unread > 0) return `${count(unread, 'payload')} of its event history can't be decoded`;
  const { events, recorded = events } = history;
  if (read || !recorded.some((event) => holdsEncoded(attributesOf(event)))) return null;
  return "its payloads are encoded: give the system's `dataConverter` or `codecServer` in chaos.config.ts, or let its replayer use them";
}

function pathsOf(cases: readonly ReplayCase[]): readonly string[] {
  return cases.flatMap(({ replays }) => replays.flatMap(({ path }) => path ?? []));
}

function limitOf(cases: readonly ReplayCase[]): number {
  const events = cases.flatMap(({ replays }) => replays.map((one) => one.events));
  return events.reduce((sum, count) => sum + LIMIT_MS.each + LIMIT_MS.event * count, LIMIT_MS.together);
}

function whose(version: string | null): string {
  const fleet = version === null ? null : fleetOfCode(version);
  return fleet === null ? 'a version of the system' : `the fleet ${fleet}, whose workers run workflows,`;
}

function unavailable(reason: string): Book<never> {
  return { state: 'unavailable', reason };
}
