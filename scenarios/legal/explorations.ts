import type { ExploredWorkflow, ServiceRequest } from '../../harness/index.ts';
import { explorationEnv } from '../explorations/exploration-timeouts.ts';
import { legalJob, legalWorkflows, plainName } from './legal-jobs.ts';

/** Every workflow of the system, explored in the one way in which it can go. */
export const explorations: Readonly<Record<string, ExploredWorkflow>> = Object.fromEntries(
  legalWorkflows.map((workflowType) => [workflowType, explored(workflowType)]),
);

function explored(workflowType: string): ExploredWorkflow {
  return {
    subject: 'legal',
    cases: { [plainName(workflowType)]: (workflowId) => legalJob(workflowType, workflowId) },
    attribute,
    env: explorationEnv,
  };
}

/** Each request says which activity asks. */
function attribute({ headers }: ServiceRequest): { readonly workflowId: string; readonly activityId: string } | null {
  const { 'x-workflow-id': workflowId, 'x-activity-id': activityId } = headers;
  return workflowId && activityId ? { workflowId, activityId } : null;
}
