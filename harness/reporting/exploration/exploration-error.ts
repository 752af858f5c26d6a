import type { Finding } from '../../model/check.ts';
import { MOST_OF_A_KIND } from '../../model/explained-finding.ts';
import { countPoints, type Exploration, type PointResult } from '../../model/exploration.ts';
import { BrokenRunError, messageStarts, VerdictError } from '../run/verdict-error.ts';
import { atMost } from '../text/explain-finding.ts';
import { describeStrike } from './describe-result.ts';
import type { StepTest, TestedPoint } from './exploration-tests.ts';
import { gravestState } from './results-of-points.ts';

/** The error of one result's step in Allure; null if the result is valid. */
export function errorOfResult(result: PointResult): Error | null {
  if (result.state === 'valid') return null;
  const told = `${result.point} · ${describeStrike(result)}: ${result.sentence}`;
  if (result.state === 'invalid') return new VerdictError(told, [asFinding(result)]);
  return new BrokenRunError(`${messageStarts.unknown}${result.state}: ${told}`);
}

/** The error of a test: null only if every point has results and each of them is valid. */
export function errorOfStepTest({ points }: Pick<StepTest, 'points'>): Error | null {
  const invalid = points.flatMap(({ results }) => results.filter(({ state }) => state === 'invalid'));
  if (invalid.length > 0) {
    return invalidPoints(invalid);
  }
  const open = openOf(points);
  if (open.length > 0) return new BrokenRunError(`${messageStarts.unknown}${atMost(open).join('\n')}`);
  return points.length === 0 ? new BrokenRunError(`${messageStarts.unknown}there was no point`) : null;
}

/** The error outside of single points: findings, audit, errors, interruption; null if there is none. */
export function errorOfWhole(exploration: Exploration): Error | null {
  const { findings, audit, errors, interrupted, verdict, results } = exploration;
  const violated = findings.filter((finding) => finding.verdict === 'invalid');
  if (violated.length > 0) {
    const told = violated.map(({ check, summary }) => `${check}: ${summary}`).join('\n');
    return new VerdictError(`Invalid: ${told}`, violated);
  }
  const [error] = errors;
  if (error !== undefined) return new BrokenRunError(`${error.code}: ${error.message}`);
  if (interrupted) return new BrokenRunError('CHAOS_INTERRUPTED: The exploration was interrupted.');
  const open = findings.filter((finding) => finding.verdict === 'unknown');
  const doubts = [
    ...open.map(({ check, summary }) => `${check}: ${summary}`),
    ...audit.disagreements.map(({ point, action, front, alone }) => {
      return `${point} (${action}): ${front} in the front, ${alone} alone`;
    }),
  ];
  if (countPoints(exploration).explored === 0) doubts.push('no point was explored');
  const isExplained = results.length > 0 && gravestState(results) !== 'valid';
  if (doubts.length === 0 && verdict !== 'valid' && !isExplained) doubts.push(`the whole was judged ${verdict}`);
  return doubts.length === 0 ? null : new BrokenRunError(`${messageStarts.unknown}${atMost(doubts).join('\n')}`);
}

function openOf(points: readonly TestedPoint[]): readonly string[] {
  return points.flatMap(({ point, results }) => {
    if (results.length === 0) return [`no-result: ${point.id}: it was never struck`];
    const open = results.filter(({ state }) => state !== 'valid' && state !== 'invalid');
    return open.map((result) => `${result.state}: ${point.id} · ${describeStrike(result)}: ${result.sentence}`);
  });
}

/** The first failing points in full, and the number of the others. */
function invalidPoints(invalid: readonly PointResult[]): VerdictError {
  const told = invalid.map((result) => `${result.point} · ${describeStrike(result)}: ${result.sentence}`);
  return new VerdictError(`Invalid: ${atMost(told).join('\n')}`, invalid.slice(0, MOST_OF_A_KIND).map(asFinding));
}

/** The texts that Allure shows as expected and actual: the point in the place of the check. */
function asFinding(result: PointResult): Finding {
  const exhibits = result.findings.map(({ check, verdict, summary }) => ({ check, verdict, summary }));
  const check = `${result.point} · ${describeStrike(result)}`;
  return { check, verdict: 'invalid', summary: result.sentence, exhibits };
}

/** The error of an exploration as one; null only if every point was explored and is valid, and nothing speaks against the whole. */
export function errorOfExploration(exploration: Exploration): Error | null {
  const { results } = exploration;
  const invalid = results.filter(({ state }) => state === 'invalid');
  if (invalid.length > 0) {
    return invalidPoints(invalid);
  }
  const whole = errorOfWhole(exploration);
  if (whole !== null) return whole;
  const open = results.filter(({ state }) => state !== 'valid').map((result) => errorOfResult(result)?.message ?? '');
  if (open.length > 0) return new BrokenRunError(atMost(open).join('\n'));
  const message = `${messageStarts.unknown}the exploration was judged ${exploration.verdict}`;
  return exploration.verdict === 'valid' ? null : new BrokenRunError(message);
}
