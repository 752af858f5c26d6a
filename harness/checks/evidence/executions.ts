import type { Evidence } from '../../model/evidence.ts';
import { type Execution, executionsOf } from '../../model/executions.ts';
import { entriesOf } from '../../model/journal.ts';
import { rowsOf } from '../define-check.ts';

/**
 * Every execution of the event histories, with the job that it belongs to.
 *
 * @remarks The runner journals which workflows are canaries. Without that entry they are unexplained.
 * @throws TypeError if the event histories are unavailable.
 */
export function executionsIn(evidence: Evidence): readonly Execution[] {
  const canaries = entriesOf(evidence.journal, 'canaries').flatMap(({ workflowIds }) => workflowIds);
  const known = { workload: evidence.plan.workload, canaries: new Set(canaries) };
  return executionsOf(rowsOf(evidence.eventHistories), known);
}

/** Says on behalf of which job a workflow ran: a job's own workflow, its child, or one that it says is started too. */
export type JobOf = (workflowId: string) => string | null;

/**
 * The job that each workflow belongs to; null if it belongs to none, or if several may have led to it.
 *
 * @throws TypeError if the event histories are unavailable.
 */
export function jobsOfWorkflows(evidence: Evidence): JobOf {
  const planned = evidence.plan.workload.map(({ workflowId }) => [workflowId, workflowId] as const);
  const found = executionsIn(evidence).map(({ history, origin }) => [history.workflowId, origin.job] as const);
  const jobs = new Map<string, string | null>([...found, ...planned]);
  return (workflowId) => jobs.get(workflowId) ?? null;
}

/** The ids of all workflows that belong to jobs: the planned ones, their children, and those that jobs declare. */
export function workflowsOfJobs(evidence: Evidence): ReadonlySet<string> {
  const planned = evidence.plan.workload.map(({ workflowId }) => workflowId);
  return new Set([...planned, ...furtherExecutions(evidence).map(({ history }) => history.workflowId)]);
}

/** The executions that belong to jobs beside the planned workflows themselves: children, and declared ones. */
export function furtherExecutions(evidence: Evidence): readonly Execution[] {
  return executionsIn(evidence).filter(({ origin }) => origin.kind === 'child' || origin.kind === 'declared');
}
