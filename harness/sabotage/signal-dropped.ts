import type { HarnessSabotage } from './harness-sabotage.ts';

/** Says that it sent a signal and doesn't, once. */
export const signalDropped: HarnessSabotage = {
  name: 'signal-dropped',
  summary: 'The first signal is said to be sent, but is not.',
  caughtBy: { check: 'every-workflow-completes', verdict: 'invalid' },
  apply: (parts) => ({
    ...parts,
    provision: async (signal) => {
      const system = await parts.provision(signal);
      const { workflows } = system.probes;
      let dropped = false;
      const act: typeof workflows.act = async (workflowId, action) => {
        if (action.kind === 'signal' && !dropped) {
          dropped = true;
          return;
        }
        await workflows.act(workflowId, action);
      };
      return { ...system, probes: { ...system.probes, workflows: { ...workflows, act } } };
    },
  }),
};
