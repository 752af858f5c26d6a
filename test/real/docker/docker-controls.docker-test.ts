import { controlRuns, sabotageRuns } from '../../catalogue/scenario-runs.ts';
import { dueNow, itDue } from '../../catalogue/tier.ts';
import { expectCaught, expectUnhurt } from '../expect-runs.ts';

describe('the negative control of scenarios on the Docker stack', () => {
  for (const control of dueNow(controlRuns).filter(({ withFault }) => withFault.stack === 'docker')) {
    const { scenario, sabotage, check, withFault, withoutFault } = control;
    it(`${scenario}: ${sabotage} is invalid with the fault, by ${check}`, async () => {
      await expectCaught({ run: withFault, check, verdict: 'invalid' });
    });

    itDue(
      { tier: 'full' },
      `${scenario}: ${sabotage} is all-valid without the fault, but for fault-landed`,
      async () => {
        await expectUnhurt(withoutFault, withFault);
      },
    );
  }

  for (const caught of dueNow(sabotageRuns).filter(({ run }) => run.stack === 'docker')) {
    it(`${caught.sabotage} is ${caught.verdict} under ${caught.run.scenario} by ${caught.check}`, async () => {
      await expectCaught(caught);
    });
  }
});
