import { HarnessError } from '../errors.ts';
import { orAborted, waitFor } from '../wait.ts';
import type { Incarnation } from './incarnation.ts';
import { lastLineOf, logFileOf, notReady, SILENCE } from './logs.ts';

/** An incarnation that has begun and is to become ready. */
export interface Starting {
  readonly name: string;
  readonly incarnation: Incarnation;
  readonly logsFolder: string;
  /** Longest time until it is ready, in milliseconds. */
  readonly limitMs: number;
  /** Ends the wait from outside. */
  readonly signal: AbortSignal;
  /** Resolves once it answers; rejects when the signal aborts. */
  ready(signal: AbortSignal): Promise<void>;
}

/**
 * Waits until an incarnation is ready.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY with its last line of output if it ends or doesn't answer in time;
 * the signal's reason when it aborts.
 */
export async function untilReady(starting: Starting): Promise<void> {
  const startMs = performance.now();
  const { name, incarnation, limitMs } = starting;
  const over = new AbortController();
  const late = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([starting.signal, over.signal, late]);
  const death = async (): Promise<HarnessError> => {
    const { exitCode, signal: killedBy } = incarnation.exit;
    const how = `ended with ${killedBy ?? exitCode}: ${await dyingWordsOf(starting)}`;
    return notReady(name, how, performance.now() - startMs);
  };
  try {
    signal.throwIfAborted();
    const died = incarnation.exited.then(async () => Promise.reject(await death()));
    await orAborted(Promise.race([starting.ready(signal), died]), signal);
  } catch (error) {
    starting.signal.throwIfAborted();
    if (error instanceof HarnessError) throw error;
    const what = late.aborted ? `did not answer (last line: ${await lastWordsOf(starting)})` : String(error);
    throw notReady(name, what, performance.now() - startMs);
  } finally {
    over.abort();
  }
}

async function lastWordsOf({ name, incarnation, logsFolder }: Starting): Promise<string> {
  return lastLineOf(logFileOf(logsFolder, `${name}.${incarnation.incarnation}`));
}

/** How long an engine that is busy may take to bring the output of a container after its end, in milliseconds. */
const LOG_LIMIT_MS = 2000;

async function dyingWordsOf(starting: Starting): Promise<string> {
  const look = async (): Promise<string | undefined> => {
    const line = await lastWordsOf(starting);
    return line === SILENCE ? undefined : line;
  };
  const wait = { what: `${starting.name} to say why`, limitMs: LOG_LIMIT_MS, signal: starting.signal };
  return waitFor(look, wait).catch(() => SILENCE);
}
