import { type HarnessSabotage, withFaults } from './harness-sabotage.ts';

/** Starts a worker anew with the version that it had. */
export const versionIgnored: HarnessSabotage = {
  name: 'version-ignored',
  summary: 'A worker that is to be replaced by another version is started with its old one.',
  caughtBy: { check: 'runs-on-version', verdict: 'invalid' },
  shownBy: 'worker-deploy-rolling',
  apply: (parts) =>
    withFaults(parts, (fault) => ({
      ...fault,
      inject: (stack, target, params) =>
        fault.inject(stack, target, 'version' in params ? { ...params, version: null } : params),
    })),
};
