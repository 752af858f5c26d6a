import { elapse } from '../wait.ts';
import { type HarnessSabotage, withFaults } from './harness-sabotage.ts';

const LATE_MS = 15_000;

/** Heals long after the plan says. */
export const replacementLate: HarnessSabotage = {
  name: 'replacement-late',
  summary: `Every fault heals ${LATE_MS / 1000} s later than planned.`,
  caughtBy: { check: 'recovers-within-bound', verdict: 'invalid' },
  apply: (parts) =>
    withFaults(parts, (fault) => ({
      ...fault,
      inject: async (stack, target, params) => {
        const injection = await fault.inject(stack, target, params);
        return {
          [Symbol.asyncDispose]: async () => {
            // An aborted run still heals at once.
            await elapse(LATE_MS, parts.signal).catch(() => undefined);
            await injection[Symbol.asyncDispose]();
          },
        };
      },
    })),
};
