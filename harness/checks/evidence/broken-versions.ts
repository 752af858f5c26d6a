import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';

type Life = { readonly component: string; readonly incarnation: number };

/**
 * Says of a life of a worker whether it ran a version of which the plan says that it breaks (`breaks`): one that can't
 * continue the executions under way. That it fails their workflow tasks, or gives no answer for them, is then the fault
 * and not the system.
 */
export function livesThatBreak({ plan, journal }: Evidence): (life: Life) => boolean {
  const versions = new Set(
    plan.schedule.filter(({ params }) => params.breaks === true).map(({ params }) => params.version),
  );
  const spawned = entriesOf(journal, 'component').filter((entry) => entry.change === 'spawned');
  const broken = new Set(
    spawned.flatMap(({ component, incarnation, version }) =>
      version !== undefined && versions.has(version) ? [`${component}.${incarnation}`] : [],
    ),
  );
  return ({ component, incarnation }) => broken.has(`${component}.${incarnation}`);
}

/** The workflow tasks that such lives failed, as `workflowId startedEventId`. */
export function tasksBroken(evidence: Evidence): ReadonlySet<string> {
  const breaks = livesThatBreak(evidence);
  return new Set(
    entriesOf(evidence.journal, 'call')
      .filter((call) => call.method === 'RespondWorkflowTaskFailed' && breaks(call))
      .map(({ workflowId, startedEventId }) => `${workflowId ?? ''} ${startedEventId ?? ''}`),
  );
}
