import type { Exploration } from '../model/exploration.ts';
import { REPORT_SCHEMA, type Report } from '../model/report.ts';
import { errorOfExploration } from './exploration/exploration-error.ts';
import { errorOfReport } from './run/verdict-error.ts';

/**
 * Returns if a run or an exploration is valid, and throws otherwise. Here a verdict becomes an error.
 *
 * @throws VerdictError if it is invalid, with each violated check in `expected` and `actual`: Mocha shows a difference,
 * Allure a failed test. BrokenRunError if nothing was proved or the harness failed: Allure shows a broken test.
 *
 * @example
 * it('loses nothing when a worker dies', async () => assertValid(await runScenario('worker-kill', { seed: 7 })));
 */
export function assertValid(judged: Report | Exploration): void {
  const error = judged.schema === REPORT_SCHEMA ? errorOfReport(judged) : errorOfExploration(judged);
  if (error !== null) throw error;
}
