import { type RigSabotage, withFaults } from './rig-sabotage.ts';

/** Says that it healed the fault and doesn't. */
export const healSkipped: RigSabotage = {
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
