import { findEngine } from '../../engine/find-engine.ts';
import { labelledObjects } from '../../engine/labelled.ts';
import { toHarnessError } from '../../errors.ts';
import { parseOwner } from '../../processes/tagged-processes.ts';
import type { RunObject } from './orphan-plan.ts';

/** The objects of runs on the container engine, or why it was not asked. */
export interface RunObjects {
  readonly objects: readonly RunObject[];
  /** Null if the engine was asked; else why it was not, as the end of a sentence. */
  readonly notAsked: string | null;
}

/**
 * Looks for objects that runs have left on the container engine. Touches nothing.
 *
 * @remarks Docker is optional, so an engine that doesn't answer is no error. An engine of another machine is not asked:
 * whether the owner of a run lives can only be seen on the machine that it runs on.
 * @throws HarnessError CHAOS_ENGINE_LOST, CHAOS_FAULT_FAILED if an engine that answers doesn't list its objects.
 */
export async function findRunObjects(env: Readonly<Record<string, string | undefined>>): Promise<RunObjects> {
  try {
    const engine = await findEngine(env);
    if (!engine.local) return { objects: [], notAsked: "the container engine is another machine's" };
    const objects = (await labelledObjects(engine)).map(({ sort, name, runId, owner }) => ({
      runId,
      name: `${sort} ${name}`,
      owner: parseOwner(owner),
    }));
    return { objects, notAsked: null };
  } catch (error) {
    const { code } = toHarnessError(error);
    if (code === 'CHAOS_ENGINE_MISSING') return { objects: [], notAsked: 'no container engine answered' };
    if (code === 'CHAOS_ENGINE_REMOTE') return { objects: [], notAsked: "the container engine is another machine's" };
    throw error;
  }
}
