import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import { handOuts, isAnswer } from './hand-outs.ts';

/**
 * What a journal lacks though other evidence shows that it happened, one sentence each.
 *
 * @remarks With such a gap a check may find nothing to accuse: a signal without an acknowledgement can't be lost, and a
 * task without a dispatch can't be late.
 */
export function journalGaps(evidence: Evidence): readonly string[] {
  const { journal } = evidence;
  return [...operationGaps(journal), ...dispatchGaps(journal), ...canaryGaps(evidence)];
}

/** The runner journals each operation of the client twice: it is invoked, and it has an outcome, even an unknown one. */
function operationGaps(journal: readonly JournalEntry[]): readonly string[] {
  const operations = [...Map.groupBy(entriesOf(journal, 'client'), (entry) => entry.operation).values()];
  const uninvoked = operations.filter((steps) => steps.every(({ step }) => step !== 'invoke')).length;
  const endless = operations.filter((steps) => steps.every(({ step }) => step === 'invoke')).length;
  const of = (number: number): string => count(number, 'operation of the client', 'operations of the client');
  return [
    ...(uninvoked === 0 ? [] : [`The journal lacks when ${of(uninvoked)} began.`]),
    ...(endless === 0 ? [] : [`The journal lacks how ${of(endless)} ended.`]),
  ];
}

/** A worker answers only what it was given. Completions by id come from anywhere. */
function dispatchGaps(journal: readonly JournalEntry[]): readonly string[] {
  const given = new Set(handOuts(journal).map((one) => keyOf(one)));
  const answers = entriesOf(journal, 'call').filter(
    (call) => isAnswer(call) && !call.method.endsWith('ById') && call.workflowId !== undefined,
  );
  const [first, ...others] = answers.filter((call) => !given.has(keyOf(call)));
  if (first === undefined) return [];
  const answered = count(1 + others.length, 'answered task');
  return [`The journal lacks the dispatch of ${answered}, such as ${first.method} of ${first.workflowId ?? ''}.`];
}

interface Task {
  readonly task?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly runId?: string | null | undefined;
  readonly activityId?: string | null | undefined;
  readonly startedEventId?: string | null | undefined;
  readonly attempt?: number | null | undefined;
}

function keyOf({ task, workflowId, runId, activityId, startedEventId, attempt }: Task): string {
  return JSON.stringify([task, workflowId, runId ?? null, activityId ?? startedEventId ?? null, attempt ?? null]);
}

/** Without them an unplanned workflow can't be told from a canary. */
function canaryGaps({ journal, eventHistories, plan }: Evidence): readonly string[] {
  if (eventHistories.state === 'unavailable' || entriesOf(journal, 'canaries').length > 0) return [];
  const planned = new Set(plan.workload.map(({ workflowId }) => workflowId));
  const others = eventHistories.rows.filter(({ workflowId }) => !planned.has(workflowId)).length;
  if (others === 0) return [];
  return [`The journal lacks which of ${count(others, 'unplanned workflow')} were canaries.`];
}
