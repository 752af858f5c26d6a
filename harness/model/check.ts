import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import { jsonSchema } from './json.ts';

/** The books that a check may read; the plan refuses a check whose book the subject doesn't keep. */
export type BookName = 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'components';

/** Schema of a {@link Finding}. */
export const findingSchema = z.strictObject({
  check: z.string(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** One sentence with the numbers that carry it. */
  summary: z.string(),
  /** What the sentence rests on: for `invalid`, each violation; for others what was counted. */
  exhibits: z.array(jsonSchema),
});
/** What one check says of the evidence. */
export type Finding = z.infer<typeof findingSchema>;

/** One invariant, judged purely. */
export interface Check {
  /** A claim, the same as its file's name: `side-effects-once`. */
  readonly name: string;
  /** The invariant in one sentence. */
  readonly invariant: string;
  readonly books: readonly BookName[];
  judge(evidence: Evidence): Finding;
}
