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
 * is nothing twice in a row. What it is busy removing already refuses (a network whose containers are on their way out,
 * for one) and is tried again too.
 * @throws HarnessError CHAOS_ENGINE_MISSING, CHAOS_ENGINE_LOST; CHAOS_FAULT_FAILED where something is left after 10 s.
 */
export async function undoContainers(runId: string): Promise<void> {
  const startMs = performance.now();
  const engine = await findEngine();
  let nothing = 0;
  while (nothing < 2) {
    const seen = await removeLabelled(engine, runId).catch((error: unknown) => {
      if (error instanceof HarnessError && error.code === 'CHAOS_FAULT_FAILED') return error;
      throw error;
    });
    nothing = seen === 0 ? nothing + 1 : 0;
    const tookMs = performance.now() - startMs;
    if (nothing < 2 && tookMs >= LIMIT_MS) throw seen instanceof HarnessError ? seen : comesBack(runId, tookMs);
    if (nothing < 2) await delay(BETWEEN_LOOKS_MS);
  }
}

function comesBack(runId: string, tookMs: number): HarnessError {
  return new HarnessError(
    'CHAOS_FAULT_FAILED',
    `Expected nothing of run ${runId} to be left on the engine, but there was always more after ${Math.round(tookMs)} ms. ` +
      'End whatever makes it, then run the doctor with --sweep.',
  );
}
