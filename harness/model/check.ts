import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import type { JournalEntry } from './journal.ts';
import type { Plan } from './plan.ts';
import type { SubjectBooks } from './subject-books.ts';
import { exhibitSchema } from './violation.ts';

/** The books that a check may read; the plan refuses a check whose book the subject doesn't keep. */
export type BookName = 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'tables' | 'components';

/** Schema of a {@link Finding}. */
export const findingSchema = z.strictObject({
  check: z.string(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** One sentence with the numbers that carry it. */
  summary: z.string(),
  /** The facts that the sentence rests on: for `invalid`, each violation first; for others, the counts. */
  exhibits: z.array(exhibitSchema),
  /** How many violations there are of each kind, and what usually causes it. Left out: none, or an older report. */
  kinds: z
    .array(z.strictObject({ violation: z.string(), count: z.int().positive(), usualCause: z.string() }))
    .optional(),
  /** Where the documents explain the check: a path in this package, with the heading. Left out: they don't. */
  docs: z.string().optional(),
});
/** The judgement of one check, with its numbers and exhibits. */
export type Finding = z.infer<typeof findingSchema>;

/** How a check judges an exploration, where each crash point is a separate workflow with its part of the evidence. */
export interface PointRule {
  /** Whether the check applies to one struck workflow. If not, it is left out instead of `unknown`. */
  applies(evidence: Evidence): boolean;
  /**
   * Which of its findings on the references, the runs that nothing struck, count: `all`; only `violations`, if it needs
   * a fault to prove anything; or `nothing`, if it is about faults alone.
   */
  readonly references: 'all' | 'violations' | 'nothing';
}

/**
 * One invariant, judged purely.
 *
 * @example
 * export const effectsApplied: Check = defineCheck({
 *   name: 'effects-applied',
 *   invariant: 'The outside world refuses no request.',
 *   books: ['effects'],
 *   judge: ({ effects }) => {
 *     const lines = rowsOf(effects);
 *     if (lines.length === 0) return unknown('No request reached the outside world.');
 *     const refused = lines.filter(({ outcome }) => outcome === 'conflict');
 *     if (refused.length === 0) return valid(`${count(lines.length, 'request')}, none refused.`);
 *     const violations = refused.map(({ idempotencyKey }) => ({ violation: 'conflict', idempotencyKey }) as const);
 *     return invalid(`${count(refused.length, 'request')} refused.`, violations);
 *   },
 * });
 */
export interface Check {
  /** A claim, the same as its file's name: `side-effects-once`. */
  readonly name: string;
  /** The invariant in one sentence. */
  readonly invariant: string;
  readonly books: readonly BookName[];
  /** It is about something that few runs do, so a plan names it by itself: `checkNames` leaves it out. */
  readonly onRequest?: true;
  /**
   * Whether a plan, or a run by its journal, gives what it judges: then it is judged, even if the plan doesn't name it. If not, the report says that
   * it isn't judged. For the harness's own checks; left out: what it judges need not be given.
   */
  readonly givenBy?: (plan: Plan, journal: readonly JournalEntry[]) => boolean;
  /** If left out, it judges whole runs only, and no exploration. */
  readonly points?: PointRule;
  judge(evidence: Evidence): Finding;
}

/** The books that a subject may or may not keep. */
const optionalBooks = ['checkpoints', 'effects', 'tables'] as const;

/** The first book that a check reads and the subject doesn't keep; undefined if the subject keeps all of them. */
export function bookNotKept(
  { books }: Pick<Check, 'books'>,
  keeps: SubjectBooks | undefined,
): (typeof optionalBooks)[number] | undefined {
  const kept = { ...keeps, tables: (keeps?.tables ?? []).length > 0 };
  return optionalBooks.find((book) => books.includes(book) && kept[book] !== true);
}
