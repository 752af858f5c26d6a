import { withInjection } from '../../injection/with-injection.ts';
import type { FaultAction } from '../../model/exploration-action.ts';
import type { Target } from '../../model/stack.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { WorkerShift } from '../steer/worker-shift.ts';

/** The struck component, for the evidence. */
export interface Struck {
  readonly component: string;
  readonly incarnation: number;
}

/** The means of a strike. */
export interface StrikeContext extends Pick<ExplorationContext, 'stack' | 'journal' | 'signal'> {
  readonly shift: WorkerShift;
  readonly faultId: string;
}

const CLOSED_LIMIT_MS = 10_000;

/**
 * Strikes the worker or the server behind the held calls with the fault of an action, and heals at once.
 *
 * @remarks If a worker dies, the other one takes over; the exploration doesn't wait for the dead one to come back.
 */
export async function strikeVictim(context: StrikeContext, { fault, kills }: FaultAction): Promise<Struck> {
  const { stack, journal, shift, faultId } = context;
  const ofWorker = fault.victim === 'worker';
  if (ofWorker && kills) await shift.ready();
  const { name: component, incarnation } = ofWorker ? shift.active : stack.component(fault.victim);
  const takeOver = async (bringBack: () => Promise<void>): Promise<void> => {
    await shift.takeOver(bringBack);
    const { name, incarnation: life } = shift.active;
    journal.write({ kind: 'component', component: name, incarnation: life, change: 'put-to-work' });
  };
  const heal = ofWorker && kills ? { heal: takeOver } : {};
  const target: Target = { component, incarnation, link: null };
  await withInjection({ stack, journal, fault, faultId, params: {}, ...heal }, target, async () => {
    // Its held calls must be dropped before any other is let go (facts of the gateway: the FIN comes late).
    if (ofWorker) await connectionsClosed(context, target);
  });
  return { component, incarnation };
}

async function connectionsClosed({ stack, signal }: StrikeContext, { component, incarnation }: Target): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(CLOSED_LIMIT_MS)]);
  await stack.gateway.connectionsClosed(component, incarnation, limited);
}
