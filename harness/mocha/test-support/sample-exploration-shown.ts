import { join } from 'node:path';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { allureResultsDir } from '../../allure/allure-results.ts';
import { explorationExperiment } from '../../reporting/exploration/exploration-tests.ts';
import { writeExploration } from '../../reporting/exploration/write-exploration.ts';
import { runExplorationInMocha } from '../run-exploration-in-mocha.ts';
import type { MochaCount } from '../run-mocha.ts';

/** Shows a made-up exploration by the real Mocha and the real reporter. */
export async function showSampleExploration(
  reportsFolder: string,
  runId: string,
  kind: 'valid' | 'invalid',
): Promise<MochaCount> {
  const exploration = kind === 'valid' ? goodExploration({ runId, seed: 8 }) : sampleExploration({ runId });
  const experiment = explorationExperiment(exploration);
  const folder = join(reportsFolder, 'runs', experiment, runId);
  const resultsDir = allureResultsDir(reportsFolder, experiment, runId);
  await writeExploration(folder, exploration);
  return await runExplorationInMocha({ exploration, folder, resultsDir });
}
