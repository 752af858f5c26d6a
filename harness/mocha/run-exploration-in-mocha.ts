import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExplorationOutcome, provideExploration } from './provided-exploration.ts';
import { loadMocha, type MochaCount, runMocha } from './run-mocha.ts';

/** An exploration that has ended, and where its Allure results go. */
export interface MochaExploration extends ExplorationOutcome {
  /** A folder of this exploration's own; see `allureResultsDir` and `explorationExperiment`. */
  readonly resultsDir: string;
}

const spec = fileURLToPath(new URL(`./exploration.spec${extname(import.meta.filename)}`, import.meta.url));

/**
 * Shows an exploration as tests of a Mocha of its own, which writes Allure results: one test a step of each case.
 *
 * @remarks Once a process, since Node loads a spec file once. What was found out is known before, so that an exit code
 * is made from the exploration and not from Mocha's count; an error of the reporter's is `uncaught`.
 */
export async function runExplorationInMocha({ resultsDir, ...outcome }: MochaExploration): Promise<MochaCount> {
  provideExploration(outcome);
  const mocha = await loadMocha(spec, resultsDir);
  return await runMocha(mocha, () => Promise.resolve());
}
