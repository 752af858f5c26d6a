import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

/** An environment for one attempt of an activity of the workflow `w`, which logs nothing but errors. */
export function activityEnvironment(attempt = 1, heartbeatDetails?: unknown): MockActivityEnvironment {
  return new MockActivityEnvironment(
    { workflowExecution: { workflowId: 'w', runId: 'r' }, activityId: '7', attempt, heartbeatDetails },
    { logger: new DefaultLogger('ERROR') },
  );
}
