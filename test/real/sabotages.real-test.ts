import { harnessSabotages } from '../../harness/sabotage/index.ts';
import { isDeployment } from '../catalogue/wanted-run.ts';
import { itsSabotages } from './its-sabotages.ts';

const ofTheHarness: ReadonlySet<string> = new Set(harnessSabotages.map(({ name }) => name));

describe('each sabotage of the system that one run brings to light', () => {
  itsSabotages(({ sabotage, run }) => !ofTheHarness.has(sabotage) && !isDeployment(run.scenario));
});
