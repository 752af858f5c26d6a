import { type HarnessSabotage, withFaults } from './harness-sabotage.ts';

/** Strikes a bystander along with the target. */
export const faultTooWide: HarnessSabotage = {
  name: 'fault-too-wide',
  summary: 'Every fault kills a second worker too, which no plan names.',
  caughtBy: { check: 'blast-radius-contained', verdict: 'invalid' },
  apply: (parts) =>
    withFaults(parts, (fault) => ({
      ...fault,
      inject: async (stack, target, params) => {
        const injection = await fault.inject(stack, target, params);
        const bystander = stack.workers().find((worker) => worker.name !== target.component && worker.running);
        await bystander?.kill('fault');
        return {
          [Symbol.asyncDispose]: async () => {
            await injection[Symbol.asyncDispose]();
            if (bystander?.running === false) await bystander.start();
          },
        };
      },
    })),
};
