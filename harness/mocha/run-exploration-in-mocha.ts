import { addExplorationTests, type ExplorationOutcome } from './add-exploration-tests.ts';
import { createMocha, type MochaCount, runMocha } from './run-mocha.ts';

/** An exploration that has ended, and where its Allure results go. */
export interface MochaExploration extends ExplorationOutcome {
  /** A folder for this exploration alone; see `allureResultsDir` and `explorationExperiment`. */
  readonly resultsDir: string;
}

/**
 * Shows an exploration as tests of a new Mocha, which writes Allure results.
 *
 * @remarks The exit code is made from the exploration, which is known before, and not from Mocha's count; an error of
 * the reporter is `uncaught`.
 */
export async function runExplorationInMocha({ resultsDir, ...outcome }: MochaExploration): Promise<MochaCount> {
  const mocha = createMocha(resultsDir);
  addExplorationTests(mocha.suite, outcome);
  return await runMocha(mocha, () => Promise.resolve());
}
