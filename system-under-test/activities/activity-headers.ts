import { Context } from '@temporalio/activity';

/**
 * The headers by which a service can tell, in its logs and traces, which attempt of which activity asks.
 *
 * @throws Error outside of an activity.
 */
export function activityHeaders(): Readonly<Record<string, string>> {
  const { info } = Context.current();
  return {
    'X-Workflow-Id': info.workflowExecution?.workflowId ?? '',
    'X-Activity-Id': info.activityId,
    'X-Activity-Attempt': String(info.attempt),
  };
}
