import { type HarnessError, toHarnessError } from '../errors.ts';
import type { AttachedRun } from './attach-outcome.ts';
import { createMocha, runMocha } from './run-mocha.ts';
import { addScenarioTest, type ScenarioRun } from './scenario-test.ts';

/** A run, and where its Allure results go. */
export interface MochaRun<Outcome extends AttachedRun> extends ScenarioRun<Outcome> {
  /** A folder for this run alone; see `allureResultsDir`. */
  readonly resultsDir: string;
}

/** The result of a run in Mocha. */
export interface MochaOutcome<Outcome> {
  /** Mocha's own count, from which no exit code is made. */
  readonly failures: number;
  /** Null if the run threw. */
  readonly outcome: Outcome | null;
  /** Why the run threw, or why Mocha never ran it. */
  readonly error: HarnessError | null;
  /** The first error meanwhile that was not caught, such as one of the reporter's. */
  readonly uncaught: HarnessError | null;
}

/**
 * Runs a scenario as the one test of a new Mocha, which writes Allure results.
 *
 * @remarks Resolves when the run itself has ended, and everything that it started is undone.
 */
export async function runScenarioInMocha<Outcome extends AttachedRun>({
  resultsDir,
  ...run
}: MochaRun<Outcome>): Promise<MochaOutcome<Outcome>> {
  let running: Promise<Outcome> | null = null;
  const mocha = createMocha(resultsDir);
  addScenarioTest(mocha.suite, { ...run, run: (hooks) => (running = run.run(hooks)) });
  const hasEnded = async (): Promise<void> => void (await Promise.allSettled([running]));
  const ran = await runMocha(mocha, hasEnded);
  // Assigned in a callback, which TypeScript does not follow.
  const ended = running as Promise<Outcome> | null;
  if (ended === null)
    return { ...ran, outcome: null, error: toHarnessError(new Error('Mocha did not start the run.')) };
  return await ended.then(
    (outcome) => ({ ...ran, outcome, error: null }),
    (thrown: unknown) => ({ ...ran, outcome: null, error: toHarnessError(thrown) }),
  );
}
