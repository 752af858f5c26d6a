import { scheduledIds } from '../../model/by-schedule.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { executionsOf } from '../../model/executions.ts';
import type { Job } from '../../model/plan.ts';
import { partOf } from './own-evidence.ts';
import { renumbered } from './split-references.ts';

/**
 * The evidence of a run without the workflows that a schedule of the plan started late, and without what they left behind.
 *
 * @remarks Nothing is expected of them, so no check may take an effect or a row of theirs for one that nothing expects.
 */
export function withoutLate(evidence: Evidence): Evidence {
  const { plan, eventHistories, checkpoints, effects, tables, replays } = evidence;
  const jobs = [...plan.workload, ...(plan.references ?? []).flatMap(({ runs }) => runs)];
  if (!jobs.some(({ bySchedule }) => bySchedule !== undefined)) return evidence;
  const histories = eventHistories.state === 'collected' ? eventHistories.rows : [];
  const executions = executionsOf(histories, { workload: jobs, canaries: new Set() });
  const late = new Set(
    executions.flatMap(({ history, origin }) => (origin.kind === 'late' ? [history.workflowId] : [])),
  );
  const hasLateId = lateIdFinder(jobs);
  const names = (value: unknown): boolean => typeof value === 'string' && (late.has(value) || hasLateId(value));
  const isJobs = ({ workflowId }: { readonly workflowId: string }): boolean => !names(workflowId);
  const isLine = ({ activity, subject }: LedgerLine): boolean =>
    names(activity?.workflowId) || Object.values(subject).some((value) => names(value));
  return {
    ...evidence,
    eventHistories: partOf(eventHistories, isJobs),
    checkpoints: partOf(checkpoints, isJobs),
    effects: renumbered(
      partOf(effects, (line) => !isLine(line)),
      partOf(effects, isLine),
    ),
    tables: partOf(tables, ({ key }) => !names(key)),
    replays: partOf(replays, isJobs),
  };
}

/** Finds the id of a late workflow in a text, also of one whose event history was not read: visibility lags behind. */
function lateIdFinder(jobs: readonly Job[]): (text: string) => boolean {
  const planned = jobs.map(({ workflowId }) => workflowId);
  const patterns = jobs
    .filter(({ bySchedule }) => bySchedule !== undefined)
    .map(({ workflowId }) => new RegExp(scheduledIds(workflowId), 'g'));
  // The id of a job may end like that of another, which must not lose its own.
  const isPlanned = (id: string, text: string): boolean =>
    planned.some((one) => one.endsWith(id) && text.includes(one));
  return (text) => patterns.some((pattern) => [...text.matchAll(pattern)].some(([id]) => !isPlanned(id, text)));
}
