import { type Engine, findEngine } from '../engine/find-engine.ts';
import { removeLabelled } from '../engine/labelled.ts';
import { HarnessError } from '../errors.ts';
import { untilNothingLeft } from './until-nothing-left.ts';

/** The options for undoing a run's containers. */
export interface CleanUpContainersOptions {
  /** The engine that answers, unless another is given. */
  readonly engine?: Pick<Engine, 'docker'>;
  /** How long it keeps trying, in milliseconds. */
  readonly limitMs?: number;
}

/** A busy engine may take longer over a network than over its containers. */
const LIMIT_MS = 30_000;
/** An engine that is being restarted answers again within. */
const SILENCE_LIMIT_MS = 6000;
const BETWEEN_LOOKS_MS = 150;

/**
 * Removes every container, network and volume that carries a run's label, and so every pause, limit and cut of them.
 *
 * @remarks A dead process's request to the engine may still take effect, and a container that another process is
 * removing keeps its network in use. So it looks again until there is nothing twice in a row. An engine that is being
 * restarted answers only after a while.
 * @throws HarnessError CHAOS_ENGINE_REMOTE; CHAOS_ENGINE_MISSING, CHAOS_ENGINE_LOST, CHAOS_FAULT_FAILED if objects are
 * left, or may be, at the limit.
 */
export async function cleanUpContainers(runId: string, options: CleanUpContainersOptions = {}): Promise<void> {
  const { limitMs = LIMIT_MS } = options;
  const removeOnce = async (): Promise<number> => removeLabelled(options.engine ?? (await findEngine()), runId);
  await untilNothingLeft(
    removeOnce,
    { limitMs, betweenMs: BETWEEN_LOOKS_MS },
    { left: (failure) => failure ?? stillThere(runId, limitMs), isFinal },
  );
}

function isFinal(error: unknown, afterMs: number): boolean {
  if (!(error instanceof HarnessError)) return false;
  if (error.code === 'CHAOS_ENGINE_REMOTE') return true;
  const isSilent = error.code === 'CHAOS_ENGINE_MISSING' || error.code === 'CHAOS_ENGINE_LOST';
  return isSilent && afterMs >= SILENCE_LIMIT_MS;
}

function stillThere(runId: string, limitMs: number): HarnessError {
  return new HarnessError(
    'CHAOS_FAULT_FAILED',
    `Expected the engine to remove everything of run ${runId}, but some of it was still there after ${limitMs} ms. ` +
      'Run the doctor with --sweep.',
  );
}
