import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Job } from '../../model/plan.ts';
import { type ClientOperation, clientOperations } from './client-operations.ts';
import { rowsOf } from './define-check.ts';

/** A planned job beside what became of it. */
export interface JobRecord {
  readonly job: Job;
  /** What the client was told of its start; `never` where it didn't even ask. */
  readonly start: ClientOperation['outcome'] | 'never';
  /** Its event histories: one, in a run where all is well. */
  readonly histories: readonly EventHistory[];
}

/**
 * Each planned job with its start and its event histories. Workflows outside the plan (canaries) are left out.
 *
 * @throws TypeError where the event histories are unavailable.
 */
export function jobRecords(evidence: Evidence): readonly JobRecord[] {
  const starts = clientOperations(evidence.journal).filter((operation) => operation.action === 'start');
  const histories = Map.groupBy(rowsOf(evidence.eventHistories), (history) => history.workflowId);
  return evidence.plan.workload.map((job) => ({
    job,
    start: startOf(starts.filter((operation) => operation.workflowId === job.workflowId)),
    histories: histories.get(job.workflowId) ?? [],
  }));
}

/** Whether expectations of this job may be met not at all or fully: nobody knows whether it was started. */
export function mayBeAbsent(record: JobRecord): boolean {
  return record.start === 'info' && record.histories.length === 0;
}

function startOf(starts: readonly ClientOperation[]): JobRecord['start'] {
  const outcomes = new Set(starts.map((operation) => operation.outcome));
  return (['ok', 'info', 'fail'] as const).find((outcome) => outcomes.has(outcome)) ?? 'never';
}
