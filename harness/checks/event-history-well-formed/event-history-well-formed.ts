import { count } from '../../model/count.ts';
import { type EventHistory, eventIdOf, eventTypeOf } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid, withFirst } from '../define-check.ts';
import { activityRecords, lookup, workflowEnds } from '../evidence/activity-records.ts';
import { tasksBroken } from '../evidence/broken-versions.ts';
import { failedWorkflowTasks } from '../evidence/failed-workflow-tasks.ts';
import { describeDoubt, doubtful, jobRecords } from '../evidence/job-records.ts';
import { type JudgedRun, judgedRuns } from '../evidence/judged-runs.ts';
import { type StuckActivities, stuckActivities } from '../evidence/stuck-activities.ts';
import { activityViolations } from './activity-violations.ts';
import { beginsOf } from './begins-of.ts';
import type { FoundInHistory } from './found-in-history.ts';
import { failedTasks, timerViolations, workflowTaskViolations } from './task-violations.ts';

/**
 * The event history of every job is whole, and each failed workflow task was done again.
 *
 * @remarks The rules are those of Temporal's
 * {@link https://docs.temporal.io/references/events | events reference}: ids count from 1 without a gap; one event ends
 * the execution and nothing follows it; an activity is closed once, or left open by a workflow that doesn't wait for
 * it, unless the plan expects otherwise (`expect.closed`). A failed workflow task
 * ({@link https://docs.temporal.io/references/events#workflowtaskfailed | WorkflowTaskFailed}) means that the
 * workflow's code could not run. It is a violation if the cause is NON_DETERMINISTIC_ERROR, or if no later task was
 * completed: else it was an incident that the system survived, and only a remark.
 * A task that was failed by a version of which the plan says that it breaks is the fault's doing.
 */
export const eventHistoryWellFormed = defineCheck({
  name: 'event-history-well-formed',
  invariant:
    'Every event history is whole: contiguous ids, one end, each activity closed once, no workflow task failed for good.',
  books: ['eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const records = jobRecords(evidence);
    const [broken, stuck] = [tasksBroken(evidence), stuckActivities(evidence)];
    const missing: ToldViolation[] = records
      .filter((record) => record.start === 'ok' && record.histories.length === 0)
      .map(({ job }) => ({
        workflowId: job.workflowId,
        violation: 'missing',
        detail: 'Started, but no event history.',
        expected: 'an event history',
        actual: 'none',
      }));
    const runs = judgedRuns(evidence, records);
    const histories = runs.map(({ history }) => history);
    const begins = beginsOf(histories);
    const found = runs.flatMap((run) => [
      ...begins(run.history),
      ...historyViolations(run.history, { ...run, broken, stuck }),
    ]);
    const violations = [...missing, ...found];
    const events = histories.reduce((sum, history) => sum + history.events.length, 0);
    const numbers = `${histories.length} event histories with ${count(events, 'event')}`;
    if (violations.length > 0)
      return invalid(withFirst(`${count(violations.length, 'violation')} in ${numbers}`, violations), violations);
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (histories.length === 0) return unknown('There is no event history of any job.');
    return valid(
      `${numbers}: each whole, ended once, ${describeActivities(histories)}, ${describeFailed(histories)}.`,
      histories.flatMap((history) => doneAgain(history)),
    );
  },
});

function describeActivities(histories: readonly EventHistory[]): string {
  const open = histories.flatMap((history) => activityRecords(history)).filter(({ closes }) => closes.length === 0);
  return open.length === 0
    ? 'every activity closed'
    : `${count(open.length, 'activity', 'activities')} left open at the end`;
}

function describeFailed(histories: readonly EventHistory[]): string {
  const again = histories.flatMap((history) => doneAgain(history)).length;
  return again === 0 ? 'no failed workflow task' : `${count(again, 'failed workflow task')} done again`;
}

interface Circumstances extends Omit<JudgedRun, 'history'> {
  readonly broken: ReadonlySet<string>;
  readonly stuck: StuckActivities;
}

function historyViolations(
  history: EventHistory,
  { mayBeOpen, closed, broken, stuck }: Circumstances,
): ToldViolation[] {
  const { workflowId } = history;
  return [
    ...orderViolations(history, mayBeOpen),
    ...activityViolations(history, { mayBeOpen, closed, stuck }),
    ...timerViolations(history),
    ...failedTasks(history, broken),
    ...workflowTaskViolations(history, mayBeOpen),
  ].map((found) => ({ workflowId, ...found }));
}

const BEGIN = 'WORKFLOW_EXECUTION_STARTED';

function orderViolations({ events }: EventHistory, mayBeOpen: boolean): FoundInHistory[] {
  const found: FoundInHistory[] = [];
  const wrong = events.findIndex((event, index) => eventIdOf(event) !== index + 1);
  if (wrong !== -1) {
    const actual = events[wrong]?.eventId ?? 'none';
    const detail = `The event at place ${wrong + 1} has id ${actual}.`;
    found.push({ violation: 'ids', detail, expected: String(wrong + 1), actual });
  }
  const [first] = events;
  const begin = first === undefined ? 'missing' : eventTypeOf(first);
  if (begin !== BEGIN) {
    found.push({ violation: 'begin', detail: `The first event is ${begin}.`, expected: BEGIN, actual: begin });
  }
  const ends = events.filter((event) => lookup(workflowEnds, eventTypeOf(event)) !== undefined);
  if (ends.length !== 1 && !(mayBeOpen && ends.length === 0)) {
    const detail = `There are ${ends.length} events that end the execution, not 1.`;
    found.push({ violation: 'end', detail, expected: 1, actual: ends.length });
  } else if (ends.length === 1 && ends[0] !== events.at(-1)) {
    const [end, last] = [ends[0]?.eventId ?? '', events.at(-1)?.eventId ?? ''];
    const detail = `Events follow the end at ${end}.`;
    found.push({ violation: 'end', detail, expected: `${end} is the last event`, actual: `${last} is the last event` });
  }
  return found;
}

/** A failed workflow task that was done again, as a fact for people. */
function doneAgain(history: EventHistory): readonly Json[] {
  const { workflowId } = history;
  return failedWorkflowTasks(history)
    .filter((task) => task.doneAgain)
    .map(({ eventId, why }) => ({ workflowId, eventId, failed: why, remark: 'It was done again.' }));
}
