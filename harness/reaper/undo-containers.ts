import { setTimeout as delay } from 'node:timers/promises';
import { findEngine } from '../engine/find-engine.ts';
import { removeLabelled } from '../engine/labelled.ts';
import { HarnessError } from '../errors.ts';

const LIMIT_MS = 10_000;
const BETWEEN_LOOKS_MS = 150;

/**
 * Removes every container, network and volume that carries a run's label, and so every pause, limit and cut of them.
 *
 * @remarks What the engine was asked for by somebody who is dead now may still come to be: it is looked again until there
 * is nothing twice in a row. What goes wrong is tried again too: an engine that is busy removing something already refuses
 * what depends on it (a network whose containers are on their way out), and one that was restarted answers again.
 * @throws HarnessError what still goes wrong after 10 s: CHAOS_ENGINE_MISSING, CHAOS_ENGINE_LOST; CHAOS_FAULT_FAILED where
 * something is left. CHAOS_ENGINE_REMOTE at once.
 */
export async function undoContainers(runId: string, limitMs = LIMIT_MS): Promise<void> {
  const startMs = performance.now();
  let nothing = 0;
  for (;;) {
    const seen = await removeAll(runId);
    nothing = seen === 0 ? nothing + 1 : 0;
    if (nothing === 2) return;
    const tookMs = performance.now() - startMs;
    if (tookMs >= limitMs) throw typeof seen === 'number' ? comesBack(runId, tookMs) : seen;
    await delay(BETWEEN_LOOKS_MS);
  }
}

/** How many things there were, or what went wrong. */
async function removeAll(runId: string): Promise<number | HarnessError> {
  try {
    return await removeLabelled(await findEngine(), runId);
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code === 'CHAOS_ENGINE_REMOTE') throw error;
    return error;
  }
}

function comesBack(runId: string, tookMs: number): HarnessError {
  return new HarnessError(
    'CHAOS_FAULT_FAILED',
    `Expected nothing of run ${runId} to be left on the engine, but there was always more after ${Math.round(tookMs)} ms. ` +
      'End whatever makes it, then run the doctor with --sweep.',
  );
}
