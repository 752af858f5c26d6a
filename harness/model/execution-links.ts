import { attributesOf, type EventHistory, eventsOf, textAttribute } from './event-history.ts';
import { type NamedRun, runNamedBy } from './executions.ts';

/**
 * The other executions that an event history names as its own: its children, and the further runs of its workflow.
 *
 * @remarks A child without a run id was asked for, and its start isn't recorded: its parent ended too soon to hear of it.
 */
export function linksOf(history: EventHistory): readonly NamedRun[] {
  return [...children(history), ...furtherRuns(history)];
}

function children(history: EventHistory): readonly NamedRun[] {
  const started = eventsOf(history, 'CHILD_WORKFLOW_EXECUTION_STARTED');
  const answered = new Set(
    [...started, ...eventsOf(history, 'START_CHILD_WORKFLOW_EXECUTION_FAILED')].map((event) =>
      textAttribute(event, 'initiatedEventId'),
    ),
  );
  const asked = eventsOf(history, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED')
    .filter((event) => !answered.has(event.eventId))
    .map((event) => ({ workflowId: textAttribute(event, 'workflowId') ?? '', runId: '' }));
  return [...started.flatMap((event) => runNamedBy(event, 'workflowExecution') ?? []), ...asked];
}

/** Attributes of the first event, the last one, and that of a reset. */
const runAttributes = [
  'continuedExecutionRunId',
  'firstExecutionRunId',
  'originalExecutionRunId',
  'newExecutionRunId',
  'baseRunId',
  'newRunId',
] as const;

function furtherRuns({ workflowId, runId, events }: EventHistory): readonly NamedRun[] {
  const named = events.flatMap((event) => {
    const attributes = attributesOf(event);
    return runAttributes.flatMap((name) => attributes[name] ?? []);
  });
  const runIds = new Set(named.filter((id) => typeof id === 'string').filter((id) => id !== '' && id !== runId));
  return [...runIds].map((id) => ({ workflowId, runId: id }));
}
