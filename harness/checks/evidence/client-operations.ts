import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';

/** One operation of the harness's client, with its outcome; `info` where the outcome is unknown or never came. */
export interface ClientOperation {
  readonly operation: number;
  readonly action: EntryOf<'client'>['action'];
  readonly workflowId: string;
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly message: string | null;
  /** Which of the job's actions it is; null for a start, and in older journals. */
  readonly index: number | null;
  /** The answer to a query; null if there is none. */
  readonly answer: Json;
  /** Whether it was sent once the workflow had ended, so that it had to be refused. */
  readonly isLate: boolean;
}

/** The client's operations, in the order they were invoked. */
export function clientOperations(journal: readonly JournalEntry[]): readonly ClientOperation[] {
  const steps = Map.groupBy(entriesOf(journal, 'client'), (entry) => entry.operation);
  return [...steps.values()].flatMap((entries) => {
    const [first] = entries;
    if (first === undefined) return [];
    const end = entries.find((entry) => entry.step !== 'invoke');
    const { operation, action, workflowId } = first;
    // An operation that was invoked and never ended may or may not have been executed.
    const outcome = end === undefined || end.step === 'invoke' ? 'info' : end.step;
    const isLate = first.late === true;
    const told = { message: end?.message ?? null, index: first.index ?? null, answer: end?.answer ?? null };
    return [{ operation, action, workflowId, outcome, isLate, ...told }];
  });
}
