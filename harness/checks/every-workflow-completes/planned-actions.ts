import { count } from '../../model/count.ts';
import {
  attributesOf,
  type EventHistory,
  eventsOf,
  isOpaque,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
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
  const left: Action[] = [...actions];
  return (['signal', 'cancel'] as const)
    .flatMap((kind) => recordedActions(history, kind))
    .flatMap((recorded) => {
      const index = left.findIndex((planned) => isSame(recorded, planned));
      if (index === -1)
        return [
          { workflowId, violation: 'action-not-planned', detail: `Recorded, not planned: ${describe(recorded)}` },
        ];
      left.splice(index, 1);
      return [];
    });
}

/** A signal or a cancellation, as planned or as recorded. */
interface Action {
  readonly kind: ActionKind;
  readonly name: string;
  readonly args: readonly Json[];
}

function recordedActions(history: EventHistory, kind: ActionKind): readonly Action[] {
  const type = kind === 'cancel' ? 'WORKFLOW_EXECUTION_CANCEL_REQUESTED' : 'WORKFLOW_EXECUTION_SIGNALED';
  return eventsOf(history, type).map((event) => ({
    kind,
    name: textAttribute(event, 'signalName') ?? '',
    args: payloadsOf(attributesOf(event).input),
  }));
}

/** Arguments that are no JSON can't be compared: then the name of the signal tells. */
function isSame(recorded: Action, planned: Action): boolean {
  if (recorded.kind !== planned.kind) return false;
  if (recorded.kind === 'cancel') return true;
  if (recorded.name !== planned.name) return false;
  return recorded.args.some((value) => isOpaque(value)) || canonicalJson(recorded.args) === canonicalJson(planned.args);
}

function describe({ kind, name, args }: Action): string {
  return kind === 'cancel' ? 'cancel' : `signal ${name} ${canonicalJson(args)}`;
}
