import { entriesOf, type JournalEntry } from './journal.ts';
import { renamedJob } from './mark-plan.ts';
import type { Job, Plan } from './plan.ts';

/**
 * The jobs under the ids of the workflows that stand for them: a program may choose ids itself, and start several
 * workflows for one job. A job of which no id is known stays as it is.
 */
export function asStarted(jobs: readonly Job[], journal: readonly JournalEntry[]): readonly Job[] {
  return jobs.some((job) => choosesIds(job))
    ? jobs.flatMap((job) => idsOf(job, journal).map((id) => (id === job.workflowId ? job : renamedJob(job, id))))
    : jobs;
}

/** A plan with its jobs as they were started, and their references. */
export function planAsStarted(plan: Plan, journal: readonly JournalEntry[]): Plan {
  const { workload, references } = plan;
  const runs = (references ?? []).flatMap((one) => one.runs);
  if (![...workload, ...runs].some((job) => choosesIds(job))) return plan;
  const byId = new Map(workload.map((job) => [job.workflowId, job]));
  const idsOfJob = (id: string): readonly string[] => asStarted([byId.get(id) ?? []].flat(), journal).map(idOf);
  const started = references?.map((one) => ({
    of: one.of.flatMap((id) => idsOfJob(id)),
    runs: [...asStarted(one.runs, journal)],
  }));
  return {
    ...plan,
    workload: [...asStarted(workload, journal)],
    ...(started === undefined ? {} : { references: started }),
  };
}

/** Whether the program that starts a job chooses the ids of its workflows. */
export function choosesIds({ start }: Pick<Job, 'start'>): boolean {
  return start?.idPattern !== undefined;
}

/** The ids that stand for other jobs than that one, as far as they are known. */
export function idsOfOthers(workflowId: string, journal: readonly JournalEntry[]): ReadonlySet<string> {
  const others = entriesOf(journal, 'client').filter((entry) => entry.workflowId !== workflowId);
  return new Set(others.flatMap(({ started = [] }) => started));
}

function idsOf(job: Job, journal: readonly JournalEntry[]): readonly string[] {
  const { workflowId } = job;
  if (!choosesIds(job)) return [workflowId];
  const answer = entriesOf(journal, 'client').find(
    (entry) => entry.action === 'start' && entry.workflowId === workflowId && entry.step !== 'invoke',
  );
  const started = answer?.started ?? [];
  // One that started too few stays beside these, as a start that failed, or of which it isn't known.
  return started.length === 0 || answer?.step !== 'ok' ? [workflowId, ...started] : started;
}

function idOf({ workflowId }: Job): string {
  return workflowId;
}
