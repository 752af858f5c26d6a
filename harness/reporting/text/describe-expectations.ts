import type { JudgedExpectation } from '../../model/judged-expectations.ts';

const sources: Readonly<Record<Exclude<JudgedExpectation['from'], 'not-judged'>, string>> = {
  given: 'given',
  references: 'as without a fault',
  system: 'by its own timeouts and records',
};

/** What a verdict covers, by the source of the expectations: `completion, effects (given); order (by …)`. */
export function describeCovered(expectations: readonly JudgedExpectation[]): string {
  const groups = Object.entries(sources).flatMap(([source, words]) => {
    const ours = expectations.filter(({ from }) => from === source).map((one) => phraseOf(one));
    return ours.length === 0 ? [] : [`${ours.join(', ')} (${words})`];
  });
  return groups.length === 0 ? 'nothing' : groups.join('; ');
}

/** What a verdict does not cover of the expectations. */
export function notCovered(expectations: readonly JudgedExpectation[]): readonly string[] {
  return expectations.filter(({ from }) => from === 'not-judged').map(({ of }) => of);
}

/** What a verdict covers, and what it does not, in one phrase. */
export function describeExpectations(expectations: readonly JudgedExpectation[]): string {
  const left = notCovered(expectations);
  return `${describeCovered(expectations)}${left.length === 0 ? '' : `; not judged: ${left.join(', ')}`}`;
}

/** One row for each expectation: what, and where it is from. */
export function expectationRows(expectations: readonly JudgedExpectation[]): readonly (readonly [string, string])[] {
  return expectations.map((one) => [phraseOf(one), one.from === 'not-judged' ? 'not judged' : sources[one.from]]);
}

function phraseOf({ of, share }: JudgedExpectation): string {
  return share === undefined ? of : `${of} of ${share}`;
}
