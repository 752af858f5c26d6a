import { setTimeout as delay } from 'node:timers/promises';
import { findEngine } from '../engine/find-engine.ts';
import { removeLabelled } from '../engine/labelled.ts';

const LOOKS = 10;
const BETWEEN_LOOKS_MS = 150;

/**
 * Removes every container, network and volume that carries a run's label, and so every pause, limit and cut of them.
 *
 * @remarks What the engine was asked for by somebody who is dead now may still come to be: it is looked again until there
 * is nothing twice in a row.
 * @throws HarnessError CHAOS_ENGINE_MISSING, CHAOS_ENGINE_LOST, CHAOS_FAULT_FAILED.
 */
export async function undoContainers(runId: string): Promise<void> {
  const engine = await findEngine();
  let nothing = 0;
  for (let look = 0; look < LOOKS && nothing < 2; look += 1) {
    nothing = (await removeLabelled(engine, runId)) === 0 ? nothing + 1 : 0;
    if (nothing < 2) await delay(BETWEEN_LOOKS_MS);
  }
}
