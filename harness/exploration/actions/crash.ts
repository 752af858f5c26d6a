import { radiusOfTarget } from '../../model/blast-radius.ts';
import type { Action } from './action.ts';

const CLOSED_LIMIT_MS = 10_000;

/** SIGKILLs the worker: every call that it has in hand at that instant dies with it. */
export const crash: Action = {
  name: 'crash',
  summary: 'SIGKILL the worker; a fresh one takes over at once.',
  shared: 'front',
  fault: 'worker-kill',
  strikesAt: () => true,
  strike: async ({ stack, shift, journal, faultId, signal }) => {
    await shift.ready();
    const victim = shift.active;
    const { name: component, incarnation } = victim;
    const fault = { kind: 'fault', fault: 'worker-kill', faultId, component, incarnation } as const;
    journal.write({ ...fault, step: 'injecting', radius: radiusOfTarget(component, null) });
    await victim.kill('fault');
    journal.write({ ...fault, step: 'injected' });
    // Whatever is held of it must be dropped before anything is let go (facts of the gateway: the FIN comes late).
    const limited = AbortSignal.any([signal, AbortSignal.timeout(CLOSED_LIMIT_MS)]);
    await stack.gateway.connectionsClosed(component, incarnation, limited);
    journal.write({ ...fault, step: 'healing' });
    await shift.takeOver();
    const { active } = shift;
    journal.write({
      kind: 'component',
      component: active.name,
      incarnation: active.incarnation,
      change: 'put-to-work',
    });
    journal.write({ ...fault, step: 'healed' });
    return { component, incarnation };
  },
};
