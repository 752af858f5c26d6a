import { sabotageRuns } from '../../catalogue/scenario-runs.ts';
import { dueNow } from '../../catalogue/tier.ts';
import { expectCaught } from '../expect-runs.ts';
import { itsControls } from '../its-controls.ts';

describe('the negative control of scenarios on the Docker stack', () => {
  itsControls('docker');

  for (const caught of dueNow(sabotageRuns).filter(({ run }) => run.stack === 'docker')) {
    it(`${caught.sabotage} is ${caught.verdict} under ${caught.run.scenario} by ${caught.check}`, async () => {
      await expectCaught(caught);
    });
  }
});
