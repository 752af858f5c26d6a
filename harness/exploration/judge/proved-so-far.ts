import { compareOutcomes } from '../../checks/comparison/compare-outcomes.ts';
import { END_STATE, type Outcome, type ReferenceOutcome, WORK_DONE } from '../../checks/comparison/outcome.ts';
import type { Finding } from '../../model/check.ts';
import { violationsIn } from '../../model/violation.ts';

/**
 * What a comparison proves of a workflow that has not ended and may still come on, by its own timeouts: work that was
 * done too often. Its end, and the work that it lacks, may come yet.
 *
 * @remarks Of an unfinished workflow the nearest reference is often one with less work. So only what speaks against it
 * beside every reference is proved.
 */
export function provedSoFar(outcome: Outcome, references: readonly ReferenceOutcome[]): readonly Finding[] {
  const compared = references.map((one) => compareOutcomes(outcome, [one]).flatMap(withoutMissing));
  const harmless = compared.find((findings) => findings.every(({ verdict }) => verdict !== 'invalid'));
  return harmless ?? compareOutcomes(outcome, references).flatMap(withoutMissing);
}

function withoutMissing(finding: Finding): readonly Finding[] {
  const { check, verdict, exhibits } = finding;
  if (verdict !== 'invalid' || check !== WORK_DONE) return check === END_STATE ? [] : [finding];
  const done = violationsIn(exhibits).filter(({ violation }) => violation === 'doubled' || violation === 'unexpected');
  if (done.length === 0) return [];
  const told = done.map(({ work, actual, expected }) => {
    return `${typeof work === 'string' ? work : 'work'}: ${Number(actual)} instead of ${Number(expected)}`;
  });
  return [{ ...finding, summary: `${told.join('; ')}.`, exhibits: done }];
}
