import { type BlastRadius, radiusOfTarget } from '../../model/blast-radius.ts';
import type { ActionContext, Struck } from './action.ts';

/** SIGKILLs a server and starts it again at once, on what it had stored. */
export async function crashServer(
  { stack, journal, faultId }: ActionContext,
  fault: string,
  name: string,
): Promise<Struck> {
  const server = stack.component(name);
  const { incarnation } = server;
  const entry = { kind: 'fault', fault, faultId, component: name, incarnation } as const;
  const radius: BlastRadius = radiusOfTarget(name, null);
  journal.write({ ...entry, step: 'injecting', radius });
  try {
    await server.kill('fault');
    journal.write({ ...entry, step: 'injected' });
  } finally {
    journal.write({ ...entry, step: 'healing' });
    if (!server.running) await server.start();
    journal.write({ ...entry, step: 'healed' });
  }
  return { component: name, incarnation };
}
