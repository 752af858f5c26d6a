import { executionName } from '../model/crash-point.ts';
import { remember } from './remember.ts';

/** A run of a workflow, as far as the relay could read it. */
export interface NamedExecution {
  readonly workflowId?: string | undefined;
  readonly runId?: string | undefined;
}

/**
 * The name of each run in the chain of its workflow, the same in every chain of a case: `run 2`.
 *
 * @remarks Run ids are no names. Runs of one workflow id follow one another, so their first workflow tasks do too.
 */
export class ExecutionNames {
  readonly #runs = new Map<string, number>();
  readonly #ordinals = new Map<string, number>();

  /** A task of a run was dispatched. */
  learn({ workflowId, runId }: NamedExecution): void {
    if (workflowId === undefined || runId === undefined) return;
    const key = keyOf(workflowId, runId);
    if (this.#ordinals.has(key)) return;
    const ordinal = (this.#runs.get(workflowId) ?? 0) + 1;
    remember(this.#runs, workflowId, ordinal);
    remember(this.#ordinals, key, ordinal);
  }

  /** The name of a run; undefined for the first one of its workflow, and for one of which no task was seen. */
  find({ workflowId, runId }: NamedExecution): string | undefined {
    return executionName(this.#ordinals.get(keyOf(workflowId, runId)) ?? 1);
  }

  /** The part of a place that says in which run it is. */
  placeOf(execution: NamedExecution): { readonly execution?: string } {
    const name = this.find(execution);
    return name === undefined ? {} : { execution: name };
  }
}

function keyOf(workflowId: string | undefined, runId: string | undefined): string {
  return JSON.stringify([workflowId, runId]);
}
