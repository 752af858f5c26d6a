import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';

/** One operation of the harness's client, with its outcome; `info` where the outcome is unknown or never came. */
export interface ClientOperation {
  readonly operation: number;
  readonly action: EntryOf<'client'>['action'];
  readonly workflowId: string;
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly message: string | null;
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
    return [{ operation, action, workflowId, outcome, message: end?.message ?? null }];
  });
}
