import { withOneStop } from '../errors.ts';
import type { Check, Finding, PointRule } from '../model/check.ts';
import { describeViolation } from '../model/describe-violation.ts';
import type { Book, Evidence } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ToldViolation, Violation } from '../model/violation.ts';

/** The judgement of a check, without the check's name. */
export type Judgement = Omit<Finding, 'check'>;

/** A check as its author writes it: `judge` is only called when every book it reads was collected. */
export interface Claim extends Omit<Check, 'judge'> {
  judge(evidence: Evidence): Judgement;
}

/**
 * Makes a check of a claim.
 *
 * @remarks One place decides for all checks when nothing is proved: if a book could not be read, the plan has no jobs,
 * or the journal is empty. The claim isn't asked then.
 * See {@link Check} for an example.
 */
export function defineCheck(claim: Claim): Check {
  const judge = (evidence: Evidence): Finding => {
    return { check: claim.name, ...(nothingToJudge(claim, evidence) ?? claim.judge(evidence)) };
  };
  return { ...claim, judge };
}

/** The rule of a check that judges every crash point, and the references as well. */
export const everyPoint: PointRule = { applies: () => true, references: 'all' };

/** The invariant holds; the exhibits say what that rests on. */
export function valid(summary: string, exhibits: readonly Json[] = []): Judgement {
  return judgement('valid', summary, exhibits);
}

/** The invariant is violated; one exhibit a violation, then the other facts that the summary rests on. */
export function invalid(summary: string, violations: readonly Violation[], others: readonly Json[] = []): Judgement {
  return judgement('invalid', summary, [...violations, ...others]);
}

/** The summary of violations: what they are together, then the first of them in full. */
export function withFirst(lead: string, [first]: readonly ToldViolation[]): string {
  return first === undefined ? `${lead}.` : `${lead}; first ${describeViolation(first)}`;
}

/** The evidence can't tell whether the invariant holds. */
export function unknown(summary: string, exhibits: readonly Json[] = []): Judgement {
  return judgement('unknown', summary, exhibits);
}

/**
 * The rows of a book.
 *
 * @throws TypeError if the book is unavailable; a check that lists it in `books` never meets that.
 */
export function rowsOf<T>(book: Book<T>): readonly T[] {
  if (book.state === 'unavailable') throw new TypeError(`Expected a collected book, but it is not: ${book.reason}.`);
  return book.rows;
}

function judgement(verdict: Verdict, summary: string, exhibits: readonly Json[]): Judgement {
  return { verdict, summary: withOneStop(summary), exhibits: [...exhibits] };
}

function nothingToJudge(claim: Claim, evidence: Evidence): Judgement | undefined {
  const closed = claim.books.flatMap((name) => {
    const book = evidence[name];
    return book.state === 'unavailable' ? [{ book: name, reason: book.reason }] : [];
  });
  if (closed.length > 0) {
    const reasons = closed.map(({ book, reason }) => `${book} (${reason})`).join(', ');
    return unknown(`Not judged, because of books that could not be read: ${reasons}.`, closed);
  }
  if (evidence.plan.workload.length === 0) return unknown('Not judged: the plan has no job.');
  if (evidence.journal.length === 0) return unknown('Not judged: the journal is empty.');
  return undefined;
}
