import { scheduledIds } from './by-schedule.ts';
import { entriesOf, type JournalEntry } from './journal.ts';
import { renamedJob } from './mark-plan.ts';
import type { Job, Plan } from './plan.ts';

/**
 * The jobs under the ids of the workflows that stand for them: a program may choose ids itself, or Temporal for a
 * schedule, and start several workflows for one job. A job of which no id is known stays as it is.
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

/** The workflows that stand for a job under other ids than its own. */
export interface ChosenIds {
  /** A pattern of their ids. */
  readonly idPattern: string;
  /** How many there are. */
  readonly executions: number;
}

/** The ids of a job's workflows that its program chooses, or Temporal for its schedule; null: its own id. */
export function chosenIds({
  workflowId,
  start,
  bySchedule,
}: Pick<Job, 'workflowId' | 'start' | 'bySchedule'>): ChosenIds | null {
  if (bySchedule !== undefined) return { idPattern: scheduledIds(workflowId), executions: bySchedule.executions ?? 1 };
  return start?.idPattern === undefined ? null : { idPattern: start.idPattern, executions: start.executions ?? 1 };
}

/** Whether the workflows of a job have other ids than it: its program chooses them, or Temporal for its schedule. */
export function choosesIds(job: Pick<Job, 'workflowId' | 'start' | 'bySchedule'>): boolean {
  return chosenIds(job) !== null;
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
