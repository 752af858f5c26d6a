import { controlRuns } from '../catalogue/scenario-runs.ts';
import { dueNow, itDue } from '../catalogue/tier.ts';
import { expectCaught, expectUnhurt } from './expect-runs.ts';

describe("each scenario's negative control", () => {
  for (const control of dueNow(controlRuns).filter(({ withFault }) => withFault.stack === 'embedded')) {
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
});
