import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import { exhibitSchema } from './violation.ts';

/** The books that a check may read; the plan refuses a check whose book the subject doesn't keep. */
export type BookName = 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'components';

/** Schema of a {@link Finding}. */
export const findingSchema = z.strictObject({
  check: z.string(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** One sentence with the numbers that carry it. */
  summary: z.string(),
  /** What the sentence rests on: for `invalid`, each violation first; for others what was counted. */
  exhibits: z.array(exhibitSchema),
});
/** What one check says of the evidence. */
export type Finding = z.infer<typeof findingSchema>;

/** How a check judges an exploration, where each crash point is a separate workflow with its part of the evidence. */
export interface PointRule {
  /** Whether the check has anything to say of one struck workflow. If not, it is left out instead of `unknown`. */
  applies(evidence: Evidence): boolean;
  /**
   * What counts of its findings on the references, the runs that nothing struck: `all` of them; `violations`, where
   * only a fault lets it prove anything; `nothing`, where it is about faults alone.
   */
  readonly references: 'all' | 'violations' | 'nothing';
}

/** One invariant, judged purely. */
export interface Check {
  /** A claim, the same as its file's name: `side-effects-once`. */
  readonly name: string;
  /** The invariant in one sentence. */
  readonly invariant: string;
  readonly books: readonly BookName[];
  /** Left out: it judges whole runs only, and no exploration. */
  readonly points?: PointRule;
  judge(evidence: Evidence): Finding;
}

/** The books that a subject may or may not keep. */
const optionalBooks = ['checkpoints', 'effects'] as const;

/** The first book that a check reads and the subject doesn't keep; undefined if the subject keeps all of them. */
export function bookNotKept(
  { books }: Pick<Check, 'books'>,
  keeps: Readonly<Record<(typeof optionalBooks)[number], boolean>> | undefined,
): (typeof optionalBooks)[number] | undefined {
  return optionalBooks.find((book) => books.includes(book) && keeps?.[book] !== true);
}
