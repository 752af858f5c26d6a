import { goodRuns } from '../catalogue/scenario-runs.ts';
import { dueNow } from '../catalogue/tier.ts';
import { expectValid } from './expect-runs.ts';

/** Tests that scenarios on the embedded stack are valid with the good system. */
export function itsGoodRuns(isWanted: (scenario: string) => boolean): void {
  for (const { tier, run } of dueNow(goodRuns)) {
    if (run.stack !== 'embedded' || !isWanted(run.scenario)) continue;
    it(`${run.scenario} with seed ${run.seed}${tier === 'full' ? ' and all its load' : ''} is valid`, async () => {
      await expectValid(run);
    });
  }
}
