import { HarnessError, messageWithCause } from '../errors.ts';
import { mustBeRefused } from '../model/client-action.ts';
import type { EntryOf } from '../model/journal.ts';
import type { Json } from '../model/json.ts';
import { type ClientAction, type Job, updateIdOf } from '../model/plan.ts';
import type { AskedAction } from '../model/probes.ts';
import type { RunContext } from './run-context.ts';

/** One thing that a client does to a workflow. */
export interface ClientOperation {
  readonly action: 'start' | 'command' | ClientAction['kind'];
  readonly workflowId: string;
  /** Whether the workflow has ended, so that it must be refused; if left out, it has not. */
  readonly late?: boolean;
  /** Which of the job's actions it is; left out for a start. */
  readonly index?: number;
  /** Gives the answer to a query, and nothing for any other. */
  run(): Promise<Json | void>;
  /** Whether an error leaves open what was done; left out: as the client of Temporal says. */
  outcomeUnknown?(error: unknown): boolean;
  /** More for the journal, once it has an outcome. */
  more?(): Pick<EntryOf<'client'>, 'started'>;
}

/** The context of an operation. */
export type OperationContext = Pick<RunContext, 'journal' | 'probes'>;

/** What became of an operation of a client. */
export type OperationEnd = Pick<EntryOf<'client'>, 'step' | 'message'>;

let operations = 0;

/** Carries out an action of a job. */
export async function carryOut(context: OperationContext, job: Job, action: ClientAction): Promise<void> {
  const { workflows } = context.probes;
  const { workflowId } = job;
  const run = (): Promise<Json | void> =>
    action.kind === 'query' ? workflows.query(workflowId, action) : workflows.act(workflowId, askedOf(job, action));
  const index = job.actions.indexOf(action);
  await clientOperation(context, { action: action.kind, workflowId, index, late: mustBeRefused(action), run });
}

/** An action of a job as it is asked for. */
export function askedOf(job: Job, action: ClientAction): AskedAction {
  return { ...action, updateId: updateIdOf(job, action) };
}

/**
 * Carries out a client operation, journalled as invoke and then ok, fail or info (outcome unknown).
 *
 * @remarks After Jepsen's client operations. A refusal or an unknown outcome is data for the checks, never thrown.
 * @throws HarnessError if the harness can't run a command of the system, or end it.
 */
export async function clientOperation(context: OperationContext, operation: ClientOperation): Promise<OperationEnd> {
  operations += 1;
  const { action, workflowId, late = false, index } = operation;
  const facts = { ...(late ? { late } : {}), ...(index === undefined ? {} : { index }) };
  const body = { kind: 'client', operation: operations, action, workflowId, ...facts } as const;
  context.journal.write({ ...body, step: 'invoke' });
  try {
    const answer = await operation.run();
    context.journal.write({ ...body, step: 'ok', ...(answer === undefined ? {} : { answer }), ...operation.more?.() });
    return { step: 'ok' };
  } catch (error) {
    const message = messageWithCause(error);
    const isUnknown = operation.outcomeUnknown?.(error) ?? context.probes.workflows.outcomeUnknown(error);
    const step = isUnknown ? 'info' : 'fail';
    context.journal.write({ ...body, step, message, ...operation.more?.() });
    if (action === 'command' && error instanceof HarnessError) throw error;
    return { step, message };
  }
}
