import type { Exploration } from '../../model/exploration.ts';
import type { Report } from '../../model/report.ts';
import { defaultControl } from '../../model/scenario.ts';
import { BrokenRunError, VerdictError } from './verdict-error.ts';

/** The suite of all runs in which the system or the harness was broken on purpose. */
export const SABOTAGES = 'sabotages';

/**
 * The error of a run with a sabotage, which a check must find: null if one did. A healthy system must not look worse for
 * the checks that caught what was broken on purpose.
 */
export function errorOfSabotaged({ sabotage, findings, errors, interrupted, landings }: Report): Error | null {
  if (findings.some(({ verdict }) => verdict === 'invalid')) return null;
  const [error] = errors;
  if (error !== undefined) return new BrokenRunError(`${error.code}: ${error.message}`);
  const isNoticed = findings.some(({ check, verdict }) => check === defaultControl.check && verdict !== 'valid');
  if (sabotage === defaultControl.sabotage && isNoticed) return null;
  // Most sabotages show under the fault alone, which is what a run without one is for.
  if (landings.length === 0 && !interrupted) return null;
  return notCaught(sabotage, interrupted ? 'the run was interrupted' : 'no check found it');
}

/** The error of an exploration with a sabotage, which some point or the whole must find. */
export function errorOfSabotagedExploration({ sabotage, results, findings, errors }: Exploration): Error | null {
  if ([...results.map(({ state }) => state), ...findings.map(({ verdict }) => verdict)].includes('invalid'))
    return null;
  const [error] = errors;
  if (error !== undefined) return new BrokenRunError(`${error.code}: ${error.message}`);
  return notCaught(sabotage, 'no point is invalid');
}

function notCaught(sabotage: string | null, why: string): VerdictError {
  const summary = `The sabotage ${sabotage ?? ''} was not caught: ${why}.`;
  return new VerdictError(summary, [{ check: 'sabotage-caught', verdict: 'invalid', summary, exhibits: [] }]);
}
