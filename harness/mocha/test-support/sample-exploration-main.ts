import { join } from 'node:path';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { allureResultsDir } from '../../allure/allure-results.ts';
import { writeExploration } from '../../reporting/exploration/write-exploration.ts';
import { explorationExperiment } from '../exploration-tests.ts';
import { runExplorationInMocha } from '../run-exploration-in-mocha.ts';

// A made-up exploration through the real Mocha and the real reporter, for the tests:
// `node … <reports folder> <run id> <kind>`.
const [, , reportsFolder = 'reports', runId = 'sample', kind = 'valid'] = process.argv;

const exploration = kind === 'valid' ? goodExploration({ runId, seed: 8 }) : sampleExploration({ runId });
const experiment = explorationExperiment(exploration);
const folder = join(reportsFolder, 'runs', experiment, runId);
const resultsDir = allureResultsDir(reportsFolder, experiment, runId);
await writeExploration(folder, exploration);
const { failures, uncaught } = await runExplorationInMocha({ exploration, folder, resultsDir });
console.log(JSON.stringify({ failures, uncaught: uncaught?.code ?? null }));
