import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import type { BookName, Check } from '../model/check.ts';
import { findingSchema } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Clause } from './clause.ts';
import { withoutBook, withoutFault, withPlan, withRows } from './sample-run/changes.ts';
import { correctRun, deepFreeze } from './sample-run/correct-run.ts';

const books: readonly BookName[] = ['eventHistories', 'replays', 'checkpoints', 'effects', 'tables', 'components'];

/**
 * The rules that every check keeps: it is pure, reads only the books that it names, and is never `valid` if nothing was
 * done.
 *
 * @example
 * import { checkContract } from 'durable-chaos/contracts';
 *
 * describe('my-check', () => {
 *   for (const { claim, verify } of checkContract(myCheck)) it(claim, verify);
 * });
 */
export function checkContract(check: Check): readonly Clause[] {
  return [
    {
      claim: 'has a name in kebab case and states its invariant as one sentence',
      verify: () => {
        match(check.name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        match(check.invariant, /^[A-Z].*\.$/);
      },
    },
    ...variants().map(([what, evidence]) => ({
      claim: `judges ${what} purely: twice the same finding, nothing changed`,
      verify: () => judgesPurely(check, evidence),
    })),
    { claim: 'is unknown, never valid, if a book that it reads is unavailable', verify: () => needsItsBooks(check) },
    { claim: 'reads no book but those that it names', verify: () => readsOnlyItsBooks(check) },
    {
      claim: 'is never valid if nothing was done: no jobs, no journal, empty books',
      verify: () => provesNothingByNothing(check),
    },
  ];
}

function variants(): readonly (readonly [string, Evidence])[] {
  return [
    ['the correct run', correctRun()],
    ['the run without a fault', deepFreeze(withoutFault(correctRun()))],
    ['a run with empty books', deepFreeze(emptied(correctRun()))],
  ];
}

function judgesPurely(check: Check, evidence: Evidence): void {
  const before = JSON.stringify(evidence);
  const finding = check.judge(evidence);
  deepEqual(check.judge(evidence), finding);
  equal(JSON.stringify(evidence), before);
  equal(finding.check, check.name);
  deepEqual(findingSchema.parse(JSON.parse(JSON.stringify(finding))), finding);
}

function needsItsBooks(check: Check): void {
  for (const book of check.books) {
    const finding = check.judge(withoutBook(correctRun(), book));
    equal(finding.verdict, 'unknown', book);
    match(finding.summary, /the test closed it/, `${book}: the summary says why the book is unavailable`);
  }
}

function readsOnlyItsBooks(check: Check): void {
  const finding = check.judge(correctRun());
  for (const book of books.filter((name) => !check.books.includes(name))) {
    deepEqual(check.judge(withoutBook(correctRun(), book)), finding, book);
  }
}

function provesNothingByNothing(check: Check): void {
  const run = correctRun();
  equal(check.judge(withPlan(run, { workload: [] })).verdict, 'unknown', 'no jobs');
  equal(check.judge({ ...run, journal: [] }).verdict, 'unknown', 'no journal');
  const nothing = { ...emptied(run), landings: [] };
  notEqual(check.judge(nothing).verdict, 'valid', 'empty books');
  notEqual(check.judge(withPlan(nothing, { schedule: [] })).verdict, 'valid', 'empty books, no fault planned');
  const blank = { ...withPlan(nothing, { workload: [], schedule: [] }), journal: [] };
  equal(check.judge(blank).verdict, 'unknown', 'nothing at all');
}

function emptied(evidence: Evidence): Evidence {
  return books.reduce((left, book) => withRows(left, book, () => []), evidence);
}
