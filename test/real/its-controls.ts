import type { StackName } from '../../harness/model/stacks.ts';
import { type ControlRun, controlRuns } from '../catalogue/scenario-runs.ts';
import { dueNow, itDue } from '../catalogue/tier.ts';
import { expectCaught, expectUnhurt } from './expect-runs.ts';

/** Tests of the negative controls on a stack: each with the fault, and every night without it too. */
export function itsControls(stack: StackName, isWanted: (control: ControlRun) => boolean = () => true): void {
  const wanted = dueNow(controlRuns).filter((control) => control.withFault.stack === stack && isWanted(control));
  for (const control of wanted) {
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
}
