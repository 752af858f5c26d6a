import { messageOf } from '../errors.ts';
import type { RunContext } from './run-context.ts';

/** One thing that a client does to a workflow. */
export interface ClientOperation {
  readonly action: 'start' | 'signal' | 'cancel';
  readonly workflowId: string;
  run(): Promise<void>;
}

let operations = 0;

/**
 * Carries out a client operation, journalled as invoke and then ok, fail or info (outcome unknown).
 *
 * @remarks After Jepsen's client operations. A refusal or an unknown outcome is data for the checks, never thrown.
 */
export async function clientOperation(
  context: Pick<RunContext, 'journal' | 'probes'>,
  operation: ClientOperation,
): Promise<void> {
  operations += 1;
  const { action, workflowId } = operation;
  const body = { kind: 'client', operation: operations, action, workflowId } as const;
  context.journal.write({ ...body, step: 'invoke' });
  try {
    await operation.run();
    context.journal.write({ ...body, step: 'ok' });
  } catch (error) {
    const message = messageOf(error);
    const step = context.probes.workflows.outcomeUnknown(error) ? 'info' : 'fail';
    context.journal.write({ ...body, step, message });
  }
}
