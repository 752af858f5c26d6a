import { sabotageRuns } from '../catalogue/scenario-runs.ts';
import { dueNow } from '../catalogue/tier.ts';
import { expectCaught } from './expect-runs.ts';

describe('each sabotage that one run brings to light', () => {
  for (const caught of dueNow(sabotageRuns).filter(({ run }) => run.stack === 'embedded')) {
    const { sabotage, verdict, check } = caught;
    it(`${sabotage} is ${verdict} by ${check}`, async () => {
      await expectCaught(caught);
    });
  }
});
