import { type HarnessSabotage, withFaults } from './harness-sabotage.ts';

/** Says that it injected the fault and does nothing. */
export const faultNoop: HarnessSabotage = {
  name: 'fault-noop',
  summary: 'Every fault is said to be in force, but nothing is done.',
  caughtBy: { check: 'fault-landed', verdict: 'unknown' },
  apply: (parts) =>
    withFaults(parts, (fault) => ({
      ...fault,
      inject: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
    })),
};
