import { actionKinds, mustBeRefused } from '../../model/client-action.ts';
import { count } from '../../model/count.ts';
import type { ClientAction } from '../../model/plan.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import type { JobRecord } from '../evidence/job-records.ts';
import { queryViolations } from './planned-queries.ts';
import { updateViolations } from './planned-updates.ts';
import { type Action, describeAction, isSame, type Recorded, recordedOn, type SentKind } from './recorded-actions.ts';
import type { IsSent } from './senders.ts';

/** What is known of the actions of all jobs. */
export interface ActionFacts {
  readonly operations: readonly ClientOperation[];
  /** Whether a workflow of the plan, or one that belongs to it, sent a recorded signal or cancellation. */
  readonly isSent: IsSent;
}

/**
 * The violations in a job's signals, cancellations, updates and resets, compared with the operations of the client and
 * the event history.
 *
 * @remarks An operation doesn't say which signal it was, so each recorded one is compared with the plan by name and
 * arguments, and their number with the answers to the client: at least each `ok` must have been recorded. Those that a
 * workflow of the system sent are lawful; those that the plan says the system sends may come again with each attempt.
 */
export function actionViolations(record: JobRecord, { operations, isSent }: ActionFacts): readonly ToldViolation[] {
  const ours = operations.filter((operation) => operation.workflowId === record.job.workflowId);
  const operationsOf = (kind: ClientAction['kind']): readonly ClientOperation[] =>
    ours.filter((operation) => operation.action === kind);
  return [
    ...actionKinds.flatMap((kind) => unsentViolations(record, kind, operationsOf(kind))),
    ...sentKinds.flatMap((kind) => [
      ...unrecordedViolations(record, kind, operationsOf(kind)),
      ...systemViolations(record, kind),
    ]),
    ...unplanned(record, isSent),
    ...updateViolations(record, ours),
    ...queryViolations(record, ours),
  ];
}

const sentKinds = ['signal', 'cancel', 'reset', 'terminate'] as const satisfies readonly SentKind[];

function unsentViolations(
  record: JobRecord,
  kind: ClientAction['kind'],
  operations: readonly ClientOperation[],
): readonly ToldViolation[] {
  const { workflowId } = record.job;
  const planned = plannedBy(record, 'client').filter((action) => action.kind === kind).length;
  const found = operations
    .filter(({ outcome, isLate }) => outcome === 'fail' && !isLate)
    .map(
      ({ message }): ToldViolation => ({
        workflowId,
        violation: 'action-failed',
        step: kind,
        detail: `A ${kind} failed: ${message ?? ''}`,
        expected: 'acknowledged',
        actual: 'failed',
      }),
    );
  // A workflow that was still getting on may yet reach the point where the action is due.
  if (operations.length < planned && record.doubt === null) {
    const detail = `${count(planned, kind)} planned, ${operations.length} sent.`;
    found.push({
      workflowId,
      violation: 'action-never-sent',
      step: kind,
      detail,
      expected: planned,
      actual: operations.length,
    });
  }
  return found;
}

function unrecordedViolations(
  record: JobRecord,
  kind: SentKind,
  operations: readonly ClientOperation[],
): readonly ToldViolation[] {
  const { workflowId } = record.job;
  const told = operations.filter((operation) => operation.outcome === 'ok').length;
  const recorded = recordedOfClient(record, kind);
  if (recorded >= told) return [];
  const detail = `${count(told, kind)} acknowledged, ${recorded} recorded in the event history.`;
  return [{ workflowId, violation: 'action-not-recorded', step: kind, detail, expected: told, actual: recorded }];
}

/** How many were recorded that the client may have sent: on the line that has most, as a reset may drop some. */
function recordedOfClient(record: JobRecord, kind: SentKind): number {
  const [ofClient, ofSystem] = [plannedBy(record, 'client'), plannedBy(record, 'system')];
  const isSystems = (action: Action): boolean =>
    ofSystem.some((planned) => isSame(action, planned)) && !ofClient.some((planned) => isSame(action, planned));
  // Each reset begins another line.
  const lines = kind === 'reset' ? [record.chain.runs] : record.chain.lines;
  const counts = lines.map(
    (line) => recordedOn(line, kind).filter((action) => action.sender === null && !isSystems(action)).length,
  );
  return Math.max(0, ...counts);
}

/** What the plan says that the system sends must have been recorded, unless the workflow had no time for it. */
function systemViolations(record: JobRecord, kind: SentKind): readonly ToldViolation[] {
  if (record.doubt !== null || record.histories.length === 0) return [];
  const recorded = record.chain.lines.flatMap((line) => recordedOn(line, kind));
  return plannedBy(record, 'system')
    .filter((planned) => planned.kind === kind && !recorded.some((action) => isSame(action, planned)))
    .map((planned): ToldViolation => {
      const detail = `The system never sent the ${describeAction(planned)}.`;
      const facts = { step: describeAction(planned), expected: 'recorded', actual: 'not recorded' };
      return { workflowId: record.job.workflowId, violation: 'action-not-recorded', detail, ...facts };
    });
}

function unplanned(record: JobRecord, isSent: IsSent): readonly ToldViolation[] {
  const { workflowId } = record.job;
  // What comes once the workflow has ended must be recorded nowhere.
  const left = plannedBy(record, 'client').filter((action) => !mustBeRefused(action));
  const ofSystem = plannedBy(record, 'system');
  const recorded = (['signal', 'cancel', 'terminate'] as const).flatMap((kind) =>
    recordedOn(record.chain.current, kind),
  );
  return recorded
    .filter((action) => !isSent(workflowId, action))
    .flatMap((action): ToldViolation[] => {
      const index = left.findIndex((planned) => isSame(action, planned));
      if (index === -1 && ofSystem.some((planned) => isSame(action, planned))) return [];
      const facts = { step: describeAction(action), expected: 'planned', actual: 'not planned' };
      if (index === -1)
        return [{ workflowId, violation: 'action-not-planned', detail: describeUnplanned(action), ...facts }];
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
