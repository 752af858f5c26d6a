import { HarnessError } from '../errors.ts';
import { EXPLORATION_SCHEMA, type Exploration } from '../model/exploration.ts';
import { REPORT_SCHEMA, type Report } from '../model/report.ts';
import { errorOfExploration } from './exploration/exploration-error.ts';
import { errorOfReport } from './run/verdict-error.ts';

/**
 * Returns if a run or an exploration is valid, and throws otherwise. Here a verdict becomes an error.
 *
 * @throws VerdictError if it is invalid, with each violated check in `expected` and `actual`: Mocha shows a difference,
 * Allure a failed test. BrokenRunError if nothing was proved or the harness failed: Allure shows a broken test.
 * HarnessError CHAOS_USAGE if it is neither.
 *
 * @example
 * it('loses nothing when a worker dies', async () => assertValid(await runScenario('worker-kill', { seed: 7 })));
 */
export function assertValid(judged: Report | Exploration): void {
  refuseOther(judged);
  const error = judged.schema === REPORT_SCHEMA ? errorOfReport(judged) : errorOfExploration(judged);
  if (error !== null) throw error;
}

/** A forgotten `await` must not look like a defect of the harness. */
function refuseOther(judged: unknown): void {
  const schema = typeof judged === 'object' && judged !== null && 'schema' in judged ? judged.schema : undefined;
  if (schema === REPORT_SCHEMA || schema === EXPLORATION_SCHEMA) return;
  const got = judged instanceof Promise ? 'it got a promise. Await it first' : 'it got neither. Give it one of them';
  throw new HarnessError('CHAOS_USAGE', `assertValid takes the report of a run or an exploration, but ${got}.`);
}
