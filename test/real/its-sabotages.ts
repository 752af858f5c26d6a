import { type SabotageRun, sabotageRuns } from '../catalogue/scenario-runs.ts';
import { dueNow } from '../catalogue/tier.ts';
import { expectCaught } from './expect-runs.ts';

/** Tests that each sabotage on the embedded stack is caught by its check. */
export function itsSabotages(isWanted: (one: SabotageRun) => boolean): void {
  for (const caught of dueNow(sabotageRuns).filter((one) => one.run.stack === 'embedded' && isWanted(one))) {
    const { sabotage, verdict, check } = caught;
    it(`${sabotage} is ${verdict} by ${check}`, async () => {
      await expectCaught(caught);
    });
  }
}
