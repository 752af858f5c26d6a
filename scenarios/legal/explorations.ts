import type { ExploredWorkflow, Job, ServiceRequest } from '../../harness/index.ts';
import { explorationEnv } from '../explorations/exploration-timeouts.ts';
import { legalJob, legalWorkflows, plainName } from './legal-jobs.ts';

/** The exploration of all workflows of the system on one stack, each as a case. */
export const ALL = 'legal';

/** Every workflow of the system, explored in the one way in which it can go: together, and each by itself. */
export const explorations: Readonly<Record<string, ExploredWorkflow>> = {
  [ALL]: explored(...legalWorkflows),
  ...Object.fromEntries(legalWorkflows.map((workflowType) => [workflowType, explored(workflowType)])),
};

function explored(...workflowTypes: readonly string[]): ExploredWorkflow {
  const cases = workflowTypes.map((workflowType) => [
    plainName(workflowType),
    (workflowId: string): Job => legalJob(workflowType, workflowId),
  ]);
  return { subject: 'legal', cases: Object.fromEntries(cases), workflowTypes, attribute, env: explorationEnv };
}

/** Each request says which activity asks. */
function attribute({ headers }: ServiceRequest): { readonly workflowId: string; readonly activityId: string } | null {
  const { 'x-workflow-id': workflowId, 'x-activity-id': activityId } = headers;
  return workflowId && activityId ? { workflowId, activityId } : null;
}
