import { activityValuesOf } from '../../model/activity-values.ts';
import { isCompared } from '../../model/compared-items.ts';
import { attributesOf, type EventHistory, eventTypeOf, payloadsOf } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { lookup, nameOf } from '../evidence/activity-records.ts';
import type { WorkflowValue } from './values.ts';

/** What the values of a workflow are read from. */
export interface ValueSources {
  readonly job: Job;
  readonly history: EventHistory | undefined;
  readonly rows: readonly CheckpointRow[];
  /** The entries of the journal about the workflow. */
  readonly entries: readonly JournalEntry[];
  /** The fields that lawfully differ after a crash. */
  readonly ignore: readonly string[];
}

/** All values of a workflow that are compared with those of a run without a fault. */
export function workflowValues(sources: ValueSources): readonly WorkflowValue[] {
  return [
    ...valuesOfActivities(sources),
    ...inputsOfCommands(sources),
    ...digestsOfCheckpoints(sources),
    ...sentBodies(sources.entries),
  ];
}

function valuesOfActivities({ history, ignore }: ValueSources): readonly WorkflowValue[] {
  const values = history === undefined ? [] : activityValuesOf(history);
  const seen = new Map<string, number>();
  return values.map(({ type, attempt, input, result }) => {
    const nth = (seen.get(type) ?? 0) + 1;
    seen.set(type, nth);
    const value = { input: without(input, ignore), result: without(result, ignore) };
    return { group: type, step: `${type} ${nth}`, attempt, value, inDoubt: false };
  });
}

/** The events by which a workflow gives values to others, with the attribute that says to whom. */
const commands: Readonly<Record<string, { readonly what: string; readonly whom: string }>> = {
  START_CHILD_WORKFLOW_EXECUTION_INITIATED: { what: 'child', whom: 'workflowType' },
  SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: { what: 'signal', whom: 'signalName' },
  WORKFLOW_EXECUTION_CONTINUED_AS_NEW: { what: 'next run', whom: 'workflowType' },
};

function inputsOfCommands({ history, ignore }: ValueSources): readonly WorkflowValue[] {
  return (history?.events ?? []).flatMap((event) => {
    const command = lookup(commands, eventTypeOf(event));
    if (command === undefined) return [];
    const attributes = attributesOf(event);
    const whom = attributes[command.whom];
    const step = `${command.what} ${typeof whom === 'string' ? whom : nameOf(whom)}`;
    const value = { input: without(payloadsOf(attributes.input), ignore) };
    return [{ group: step, step, attempt: null, value, inDoubt: false }];
  });
}

/**
 * The digests of checkpoints that stand for nothing in the event history. The others are compared with the event history
 * by a check, and its values are compared here. If it isn't given what they stand for, some may lawfully differ.
 */
function digestsOfCheckpoints({ job, rows }: ValueSources): readonly WorkflowValue[] {
  if (isCompared(job.expect, 'checkpoints')) return [];
  const proved = new Set(
    job.expect.checkpoints
      .filter(({ work }) => work.kind !== 'none' && work.kind !== 'timer')
      .map(({ stage }) => stage),
  );
  return rows
    .filter(({ stage }) => !proved.has(stage))
    .toSorted((a, b) => (a.stage < b.stage ? -1 : 1))
    .map(({ stage, attempt, digest }) => {
      const step = `checkpoint ${stage}`;
      return { group: step, step, attempt, value: { digest }, inDoubt: false };
    });
}

type Exchange = EntryOf<'http'> & { readonly bodyDigest: string };

/**
 * What activities sent to the outside world, by its digest: each once, however often it was sent.
 *
 * @remarks A request that was refused has no effect. Of one without an answer it isn't known.
 */
function sentBodies(entries: readonly JournalEntry[]): readonly WorkflowValue[] {
  const exchanges = entriesOf(entries, 'http').filter((entry): entry is Exchange => entry.bodyDigest !== undefined);
  const told = exchanges.filter((entry) => isExecuted(entry) || isInDoubt(entry));
  const distinct = Map.groupBy(told, (entry) => JSON.stringify([groupOf(entry), entry.bodyDigest]));
  return [...distinct.values()].flatMap((same) => {
    const executed = same.find((entry) => isExecuted(entry));
    const [first] = same;
    if (first === undefined) return [];
    const { attempt = null, bodyDigest } = executed ?? first;
    const group = groupOf(first);
    return [{ group, step: group, attempt, value: { body: bodyDigest }, inDoubt: executed === undefined }];
  });
}

function groupOf({ activityType = 'an activity', method, path }: Exchange): string {
  return `${method} ${path} by ${activityType}`;
}

function isExecuted({ status }: Exchange): boolean {
  return status !== null && status < 300;
}

/** It broke off, or the service failed while it had it. One that was held back and dropped never got there. */
function isInDoubt({ status, outcome }: Exchange): boolean {
  return status === null ? outcome === 'broken' : status >= 500;
}

/** The value without the fields of these names, at any depth. */
function without(value: Json, ignore: readonly string[]): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => without(item, ignore));
  const fields = Object.entries(value).filter(([name]) => !ignore.includes(name));
  return Object.fromEntries(fields.map(([name, item]) => [name, without(item, ignore)]));
}
