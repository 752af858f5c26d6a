import type { PayloadContext } from '../../model/data-converter.ts';
import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
import { type Json, valueAt } from '../../model/json.ts';

/**
 * Whose payloads each event of an event history holds, as the SDK says it to codecs.
 *
 * @remarks Those of an activity belong to it, those for a child or another workflow to that workflow, and all others to
 * the workflow itself.
 */
export function payloadContexts(
  { workflowId, events }: Pick<EventHistory, 'workflowId' | 'events'>,
  namespace: string,
): (event: HistoryEvent) => PayloadContext {
  const activities = new Map(
    events
      .filter((event) => eventTypeOf(event) === 'ACTIVITY_TASK_SCHEDULED')
      .map((event) => [event.eventId, textAttribute(event, 'activityId')] as const),
  );
  const workflow = (id: string): PayloadContext => ({ type: 'workflow', namespace, workflowId: id });
  const activity = (activityId: string | undefined, isLocal: boolean): PayloadContext => {
    return { type: 'activity', namespace, workflowId, ...(activityId === undefined ? {} : { activityId }), isLocal };
  };
  return (event) => {
    const type = eventTypeOf(event);
    if (type.startsWith('ACTIVITY_TASK_')) {
      const scheduled = textAttribute(event, 'scheduledEventId') ?? event.eventId;
      return activity(activities.get(scheduled), false);
    }
    if (type === 'MARKER_RECORDED') {
      const id = localActivityId(event);
      return id === undefined ? workflow(workflowId) : activity(id, true);
    }
    return workflow(otherWorkflow(event) ?? workflowId);
  };
}

/** Events about other workflows, with the place of their ids. */
const aboutOthers = /^(?:START_CHILD|CHILD|SIGNAL_EXTERNAL|REQUEST_CANCEL_EXTERNAL)_WORKFLOW_EXECUTION_/;

function otherWorkflow(event: HistoryEvent): string | undefined {
  if (!aboutOthers.test(eventTypeOf(event))) return undefined;
  const { workflowId, workflowExecution } = attributesOf(event);
  return text(workflowId) ?? text(valueAt(workflowExecution, 'workflowId'));
}

/** As sdk-core writes it down. */
function localActivityId(event: HistoryEvent): string | undefined {
  if (textAttribute(event, 'markerName') !== 'core_local_activity') return undefined;
  const [data] = payloadsOf(valueAt(attributesOf(event).details, 'data'));
  return text(valueAt(data, 'activity_id'));
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
