import { radiusOfTarget } from '../../model/blast-radius.ts';
import type { Action } from './action.ts';

const CLOSED_LIMIT_MS = 10_000;

/** Takes the worker off its network for a moment: every call that it has in hand breaks, and it lives on. */
export const cutConnection: Action = {
  name: 'cut-connection',
  summary: 'Break every connection of the worker for a moment; it lives.',
  shared: 'alone',
  fault: 'worker-network-cut',
  strikesAt: () => true,
  strike: async ({ stack, shift, journal, faultId, signal }) => {
    const { name: component, incarnation } = shift.active;
    const fault = { kind: 'fault', fault: 'worker-network-cut', faultId, component, incarnation } as const;
    journal.write({ ...fault, step: 'injecting', radius: radiusOfTarget(component, null) });
    await shift.active.disconnect();
    journal.write({ ...fault, step: 'injected' });
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(CLOSED_LIMIT_MS)]);
      await stack.gateway.connectionsClosed(component, incarnation, limited);
    } finally {
      journal.write({ ...fault, step: 'healing' });
      await shift.active.connect();
      journal.write({ ...fault, step: 'healed' });
    }
    return { component, incarnation };
  },
};
