import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Job } from '../../model/plan.ts';
import { endOf } from './activity-records.ts';
import { furtherExecutions } from './executions.ts';
import { type JobRecord, wasGettingOn } from './job-records.ts';

/** A run that belongs to a job, and what it may leave open. */
export interface JudgedRun {
  readonly history: EventHistory;
  /** Whether the workflow may lawfully still run: its activities and its last workflow task may be open too. */
  readonly mayBeOpen: boolean;
  /** The activities that may not be open at its end. */
  readonly closed: Job['expect']['closed'];
}

/** All runs of the planned workflows, and of those that the system started for them. */
export function judgedRuns(evidence: Evidence, records: readonly JobRecord[]): readonly JudgedRun[] {
  const planned = records.flatMap(({ job, histories, doubt }) =>
    histories.map((history) => ({ history, mayBeOpen: doubt !== null, closed: job.expect.closed })),
  );
  const further = furtherExecutions(evidence).map(({ history, mayStayOpen }) => {
    const mayBeOpen = endOf(history) === null && (mayStayOpen || wasGettingOn(evidence, history));
    return { history, mayBeOpen, closed: undefined };
  });
  return [...planned, ...further];
}
