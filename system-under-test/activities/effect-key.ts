import { Context } from '@temporalio/activity';

/**
 * The idempotency key of an effect of the current workflow: `<workflow id>/<kind>[/<number>]`.
 *
 * @remarks Made of what the effect is about and of nothing that differs between attempts.
 * @throws Error outside of an activity that a workflow asked for.
 */
export function effectKey(kind: string, number?: number): string {
  const execution = Context.current().info.workflowExecution;
  if (execution === undefined) throw new Error('Expected the activity of a workflow, but it stands alone.');
  const parts = [execution.workflowId, kind, ...(number === undefined ? [] : [String(number)])];
  return parts.join('/');
}
