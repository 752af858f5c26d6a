import type { HarnessSabotage } from './harness-sabotage.ts';

/** Runs Temporal without its store, so that a life of it knows nothing of the one before. */
export const temporalForgetful: HarnessSabotage = {
  name: 'temporal-forgetful',
  summary:
    'The Temporal server keeps nothing: when it, or its database, is started again, it has lost all it acknowledged.',
  caughtBy: { check: 'every-workflow-completes', verdict: 'invalid' },
  shownBy: 'temporal-kill',
  needs: 'own-temporal',
  apply: (parts) => ({
    ...parts,
    provision: (signal) => parts.provision(signal, { forgetfulTemporal: true }),
  }),
};
