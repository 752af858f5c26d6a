import { type HarnessSabotage, withFaults } from './harness-sabotage.ts';

/** Says that it healed the fault and doesn't. */
export const healSkipped: HarnessSabotage = {
  name: 'heal-skipped',
  summary: 'Every fault is said to be healed, but stays in force.',
  caughtBy: { check: 'steady-state-returns', verdict: 'invalid' },
  apply: (parts) =>
    withFaults(parts, (fault) => ({
      ...fault,
      inject: async (stack, target, params) => {
        await fault.inject(stack, target, params);
        return { [Symbol.asyncDispose]: () => Promise.resolve() };
      },
    })),
};
