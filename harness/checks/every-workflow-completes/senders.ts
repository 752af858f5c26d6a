import { eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Execution, runNamedBy } from '../../model/executions.ts';
import { rowsOf } from '../define-check.ts';
import { executionsIn } from '../evidence/executions.ts';
import type { Recorded } from './recorded-actions.ts';

/** Whether a workflow of the plan, or one that belongs to it, sent what was recorded in the history of another. */
export type IsSent = (to: string, action: Recorded) => boolean;

/**
 * Finds out who sent signals and cancellations.
 *
 * @remarks The receiver's event names the sender, and the event history of the sender shows that it sent it. An exploration
 * reads the event histories of declared workflows (`also`) only at its end: until then the server's event is believed.
 * @throws TypeError if the event histories are unavailable.
 */
export function sentByWorkflows(evidence: Evidence): IsSent {
  const senders = Map.groupBy(
    executionsIn(evidence).filter(({ origin }) => origin.kind !== 'unexplained' && origin.kind !== 'canary'),
    ({ history }) => history.workflowId,
  );
  const read = new Set(rowsOf(evidence.eventHistories).map(({ workflowId }) => workflowId));
  return (to, action) => {
    if (action.sender === null) return false;
    const { workflowId } = action.sender;
    if (!read.has(workflowId)) return isDeclared(evidence, to, workflowId);
    return (senders.get(workflowId) ?? []).some((one) => sends(one, to, action));
  };
}

/** Whether a job says that a workflow of that id belongs to it, or one of any id: its type is in its history alone. */
function isDeclared({ plan }: Evidence, jobId: string, workflowId: string): boolean {
  return plan.workload
    .filter((job) => job.workflowId === jobId)
    .flatMap(({ also = [] }) => also)
    .some(({ idPattern }) => idPattern === undefined || new RegExp(`^(?:${idPattern})$`, 'u').test(workflowId));
}

function sends({ history }: Execution, to: string, { kind, name }: Recorded): boolean {
  const type =
    kind === 'signal'
      ? 'SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED'
      : 'REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED';
  return eventsOf(history, type).some(
    (event) =>
      runNamedBy(event, 'workflowExecution')?.workflowId === to && (textAttribute(event, 'signalName') ?? '') === name,
  );
}
