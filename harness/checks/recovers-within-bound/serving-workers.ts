import { attributesOf, eventsOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { fleetOf } from '../../model/fleets.ts';
import { entriesOf } from '../../model/journal.ts';
import { nameOf } from '../evidence/activity-records.ts';
import type { Call } from '../evidence/hand-outs.ts';
import { runOfTask } from '../evidence/run-of-task.ts';
import type { HeldUnit } from './strikes.ts';

/** The method by which workers ask for units like this. */
export function pollMethodOf({ task }: Pick<HeldUnit, 'task'>): string {
  return task === 'activity' ? 'PollActivityTaskQueue' : 'PollWorkflowTaskQueue';
}

/**
 * Says which calls are of workers that could take a unit: those of its holder's fleet, and those of other fleets that poll
 * the task queue in which the unit is offered again.
 *
 * @remarks A worker that serves other task queues alone ends no absence.
 */
export function servesUnit(evidence: Evidence, unit: HeldUnit): (call: Call) => boolean {
  const fleet = fleetOf(unit.handOut?.component ?? unit.strike.component ?? '');
  const taskQueue = queueOf(evidence, unit);
  const polls = entriesOf(evidence.journal, 'call').filter((call) => call.method === pollMethodOf(unit));
  const others = polls.filter((call) => taskQueue !== null && call.taskQueue === taskQueue);
  const workers = new Set(others.map(({ component }) => component));
  return ({ component }) => fleetOf(component) === fleet || workers.has(component);
}

/** An activity is offered in the task queue of its poll again; a workflow task in that of its run, if it was in a sticky one. */
function queueOf(evidence: Evidence, unit: HeldUnit): string | null {
  if (unit.task === 'activity') return unit.handOut?.taskQueue ?? null;
  const history = runOfTask(evidence, unit);
  const [started] = history === undefined ? [] : eventsOf(history, 'WORKFLOW_EXECUTION_STARTED');
  return started === undefined ? null : nameOf(attributesOf(started)['taskQueue']);
}
