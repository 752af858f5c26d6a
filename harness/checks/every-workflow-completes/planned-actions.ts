import { count } from '../../model/count.ts';
import type { Violation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import type { JobRecord } from '../evidence/job-records.ts';
import { type Action, type ActionKind, describeAction, isSame, type Recorded, recordedOn } from './recorded-actions.ts';
import type { IsSent } from './senders.ts';

/** What is known of the actions of all jobs. */
export interface ActionFacts {
  readonly operations: readonly ClientOperation[];
  /** Whether a workflow of the plan, or one that belongs to it, sent a recorded signal or cancellation. */
  readonly isSent: IsSent;
}

/**
 * The violations in a job's signals and cancellations, compared with the operations of the client and the event
 * history.
 *
 * @remarks An operation doesn't say which signal it was, so each recorded one is compared with the plan by name and
 * arguments, and their number with the answers to the client: at least each `ok` must have been recorded. Those that a
 * workflow of the system sent are lawful; those that the plan says the system sends may come again with each attempt.
 */
export function actionViolations(record: JobRecord, { operations, isSent }: ActionFacts): readonly Violation[] {
  const ours = operations.filter((operation) => operation.workflowId === record.job.workflowId);
  const kinds = (['signal', 'cancel'] as const).flatMap((kind) => [
    ...clientViolations(
      record,
      kind,
      ours.filter((operation) => operation.action === kind),
    ),
    ...systemViolations(record, kind),
  ]);
  return [...kinds, ...unplanned(record, isSent)];
}

function clientViolations(
  record: JobRecord,
  kind: ActionKind,
  operations: readonly ClientOperation[],
): readonly Violation[] {
  const { workflowId } = record.job;
  const planned = plannedBy(record, 'client').filter((action) => action.kind === kind).length;
  const told = operations.filter((operation) => operation.outcome === 'ok').length;
  const recorded = recordedOfClient(record, kind);
  const found = operations
    .filter((operation) => operation.outcome === 'fail')
    .map(
      ({ message }): Violation => ({
        workflowId,
        violation: 'action-failed',
        detail: `A ${kind} failed: ${message ?? ''}`,
      }),
    );
  // A workflow that was still getting on may yet reach the point where the action is due.
  if (operations.length < planned && record.doubt === null) {
    const detail = `${count(planned, kind)} planned, ${operations.length} sent.`;
    found.push({ workflowId, violation: 'action-never-sent', detail });
  }
  if (recorded < told) {
    const detail = `${count(told, kind)} acknowledged, ${recorded} recorded in the event history.`;
    found.push({ workflowId, violation: 'action-not-recorded', detail });
  }
  return found;
}

/** How many were recorded that the client may have sent: on the line that has most, as a reset may drop some. */
function recordedOfClient(record: JobRecord, kind: ActionKind): number {
  const [ofClient, ofSystem] = [plannedBy(record, 'client'), plannedBy(record, 'system')];
  const isSystems = (action: Action): boolean =>
    ofSystem.some((planned) => isSame(action, planned)) && !ofClient.some((planned) => isSame(action, planned));
  const counts = record.chain.lines.map(
    (line) => recordedOn(line, kind).filter((action) => action.sender === null && !isSystems(action)).length,
  );
  return Math.max(0, ...counts);
}

/** What the plan says that the system sends must have been recorded, unless the workflow had no time for it. */
function systemViolations(record: JobRecord, kind: ActionKind): readonly Violation[] {
  if (record.doubt !== null || record.histories.length === 0) return [];
  const recorded = record.chain.lines.flatMap((line) => recordedOn(line, kind));
  return plannedBy(record, 'system')
    .filter((planned) => planned.kind === kind && !recorded.some((action) => isSame(action, planned)))
    .map((planned): Violation => {
      const detail = `The system never sent the ${describeAction(planned)}.`;
      return { workflowId: record.job.workflowId, violation: 'action-not-recorded', detail };
    });
}

function unplanned(record: JobRecord, isSent: IsSent): readonly Violation[] {
  const { workflowId } = record.job;
  const left = [...plannedBy(record, 'client')];
  const ofSystem = plannedBy(record, 'system');
  const recorded = (['signal', 'cancel'] as const).flatMap((kind) => recordedOn(record.chain.current, kind));
  return recorded
    .filter((action) => !isSent(workflowId, action))
    .flatMap((action): Violation[] => {
      const index = left.findIndex((planned) => isSame(action, planned));
      if (index === -1 && ofSystem.some((planned) => isSame(action, planned))) return [];
      if (index === -1) return [{ workflowId, violation: 'action-not-planned', detail: describeUnplanned(action) }];
      left.splice(index, 1);
      return [];
    });
}

function describeUnplanned(action: Recorded): string {
  const from = action.sender === null ? '' : ` (from the workflow ${action.sender.workflowId})`;
  return `Recorded, not planned: ${describeAction(action)}${from}`;
}

function plannedBy({ job }: JobRecord, by: 'client' | 'system'): JobRecord['job']['actions'] {
  return job.actions.filter((action) => (action.by ?? 'client') === by);
}
