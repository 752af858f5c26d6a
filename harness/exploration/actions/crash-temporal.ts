import type { Action } from './action.ts';
import { crashServer } from './crash-server.ts';

/** SIGKILLs the Temporal server while the calls are held, and starts it again on its database. */
export const crashTemporal: Action = {
  name: 'crash-temporal',
  summary: 'SIGKILL the Temporal server and start it again on its database.',
  shared: 'front',
  fault: 'temporal-kill',
  strikesAt: () => true,
  strike: (context) => crashServer(context, 'temporal-kill', 'temporal'),
};
