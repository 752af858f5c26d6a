import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import { jobRecords, mayBeAbsent } from '../evidence/job-records.ts';

/**
 * What no check says of the jobs of a plan, one phrase each: jobs that may never have been started, and failures whose
 * reason the plan doesn't give.
 */
export function unjudgedJobs(evidence: Evidence): readonly string[] {
  if (evidence.eventHistories.state === 'unavailable') return [];
  const records = jobRecords(evidence);
  const absent = records.filter((record) => mayBeAbsent(record));
  const unreasoned = records.filter(({ job }) => job.expect.end === 'failed' && job.expect.failure === undefined);
  return [
    ...(absent.length === 0
      ? []
      : [
          `${absent.length} of ${count(records.length, 'workflow')}: the start has an unknown outcome and left no trace`,
        ]),
    ...(unreasoned.length === 0
      ? []
      : [`why ${count(unreasoned.length, 'workflow')} failed: the plan names no expect.failure`]),
  ];
}
