import { count } from '../../model/count.ts';
import { attributesOf, type EventHistory, eventsOf, payloadsOf, textAttribute } from '../../model/event-history.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Violation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import type { JobRecord } from '../evidence/job-records.ts';

type ActionKind = 'signal' | 'cancel';

/**
 * The violations in a job's signals and cancellations, compared with the operations of the client and the event
 * history.
 *
 * @remarks An operation doesn't say which signal it was, so each recorded one is compared with the plan by name and
 * arguments, and their number with the answers to the client: at least each `ok` must have been recorded.
 */
export function actionViolations(record: JobRecord, operations: readonly ClientOperation[]): readonly Violation[] {
  const ours = operations.filter((operation) => operation.workflowId === record.job.workflowId);
  const [history] = record.histories;
  const kinds = (['signal', 'cancel'] as const).flatMap((kind) =>
    kindViolations({ record, history, kind, operations: ours.filter((operation) => operation.action === kind) }),
  );
  return [...kinds, ...(history === undefined ? [] : unplanned(record, history))];
}

interface KindCase {
  readonly record: JobRecord;
  readonly history: EventHistory | undefined;
  readonly kind: ActionKind;
  readonly operations: readonly ClientOperation[];
}

function kindViolations({ record, history, kind, operations }: KindCase): Violation[] {
  const { workflowId, actions } = record.job;
  const planned = actions.filter((action) => action.kind === kind).length;
  const told = operations.filter((operation) => operation.outcome === 'ok').length;
  const recorded = history === undefined ? 0 : recordedActions(history, kind).length;
  const found = operations
    .filter((operation) => operation.outcome === 'fail')
    .map(
      ({ message }): Violation => ({
        workflowId,
        violation: 'action-failed',
        detail: `A ${kind} failed: ${message ?? ''}`,
      }),
    );
  if (operations.length < planned) {
    const detail = `${count(planned, kind)} planned, ${operations.length} sent.`;
    found.push({ workflowId, violation: 'action-never-sent', detail });
  }
  if (recorded < told) {
    const detail = `${count(told, kind)} acknowledged, ${recorded} recorded in the event history.`;
    found.push({ workflowId, violation: 'action-not-recorded', detail });
  }
  return found;
}

function unplanned(record: JobRecord, history: EventHistory): Violation[] {
  const { workflowId, actions } = record.job;
  const left = actions.map((action) => keyOf(action.kind, action.name, action.args));
  return (['signal', 'cancel'] as const)
    .flatMap((kind) => recordedActions(history, kind))
    .flatMap((key) => {
      const index = left.indexOf(key);
      if (index === -1)
        return [{ workflowId, violation: 'action-not-planned', detail: `Recorded, not planned: ${key}` }];
      left.splice(index, 1);
      return [];
    });
}

function recordedActions(history: EventHistory, kind: ActionKind): readonly string[] {
  if (kind === 'cancel') {
    return eventsOf(history, 'WORKFLOW_EXECUTION_CANCEL_REQUESTED').map(() => keyOf('cancel', '', []));
  }
  return eventsOf(history, 'WORKFLOW_EXECUTION_SIGNALED').map((event) =>
    keyOf('signal', textAttribute(event, 'signalName') ?? '', payloadsOf(attributesOf(event).input)),
  );
}

function keyOf(kind: ActionKind, name: string, args: readonly Json[]): string {
  return kind === 'cancel' ? 'cancel' : `signal ${name} ${canonicalJson(args)}`;
}
