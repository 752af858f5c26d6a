import { asReferences, outcomeOf, type ReferenceOutcome } from '../../checks/comparison/outcome.ts';
import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { ExplorationBooks } from './books.ts';
import type { JournalParts } from './journal-parts.ts';
import type { JudgedReferences } from './judge-references.ts';
import { comparisonOf, type JudgingContext } from './point-evidence.ts';

/** The entries by which it is known how long a healthy worker takes: the calls of the first reference of each case. */
export function baselineOf(
  entries: readonly JournalEntry[],
  parts: JournalParts,
  known: readonly Pick<JudgedReferences, 'jobs'>[],
): readonly JournalEntry[] {
  const phases = entriesOf(entries, 'phase');
  const calls = known.flatMap(({ jobs }) => (jobs[0] === undefined ? [] : parts.own(jobs[0].workflowId)));
  return [...phases, ...calls.filter((entry) => entry.kind === 'call')];
}

/** The outcomes of the references, by case. */
export function outcomesOf(
  context: Pick<JudgingContext, 'explored' | 'keeps' | 'parts'>,
  known: readonly JudgedReferences[],
  books: ExplorationBooks,
): ReadonlyMap<string, readonly ReferenceOutcome[]> {
  const outcomes = ({ jobs }: JudgedReferences) =>
    jobs.map((job) => outcomeOf(comparisonOf(context), { books, job, entries: context.parts.own(job.workflowId) }));
  return new Map(known.map((one) => [one.name, asReferences(outcomes(one))]));
}
