import { createHash } from 'node:crypto';
import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent, textAttribute } from './event-history.ts';
import type { VersionOfReplay } from './task-versions.ts';

/** A prefix of an event history that a worker could have got, with the path that it takes. */
export interface ReplayPath {
  /** How many events the prefix has. */
  readonly events: number;
  /** SHA-256, in hexadecimal, of the sequence of event types, activities, workflows and signals. */
  readonly path: string;
}

/**
 * The prefixes of an event history that a worker could have got, in order.
 *
 * @remarks The server sends event histories that end with a WORKFLOW_TASK_STARTED event, so a worker only ever replays
 * those prefixes. Prefixes of the same path prove the same, so one replay of each path is enough.
 */
export function replayPaths(history: EventHistory): readonly ReplayPath[] {
  const path = createHash('sha256');
  const found: ReplayPath[] = [];
  for (const [index, event] of history.events.slice(0, -1).entries()) {
    path.update(`${stepOf(event)}\n`);
    if (eventTypeOf(event) === 'WORKFLOW_TASK_STARTED') {
      found.push({ events: index + 1, path: path.copy().digest('hex') });
    }
  }
  return found;
}

/** Whether a worker has got a workflow task: before that there is nothing to replay, and the SDK would wait for ever. */
export function isBegun({ events }: Pick<EventHistory, 'events'>): boolean {
  return events.some((event) => eventTypeOf(event) === 'WORKFLOW_TASK_STARTED');
}

/** Names a path together with the version that it is replayed on: one replay proves nothing of another version. */
export function pathOnVersion(path: string, version: string | null): string {
  return version === null ? path : `${version} ${path}`;
}

/** Whether it is known, for an event history and each of its prefixes, on which version to replay it. */
export function knowsVersions(history: EventHistory, versionOf: VersionOfReplay): boolean {
  const lengths = [...replayPaths(history).map(({ events }) => events), history.events.length];
  return lengths.every((events) => versionOf(history, events) !== undefined);
}

function stepOf(event: HistoryEvent): string {
  const attributes = attributesOf(event);
  const name = (attributes.activityType ?? attributes.workflowType ?? {}) as { readonly name?: string };
  return `${eventTypeOf(event)} ${name.name ?? ''} ${textAttribute(event, 'signalName') ?? ''}`;
}
