import type { Action } from './action.ts';
import { crashServer } from './crash-server.ts';

/** SIGKILLs the database that Supabase stands on while the calls are held, and starts it again. */
export const crashDatabase: Action = {
  name: 'crash-database',
  summary: "SIGKILL Supabase's database and start it again.",
  shared: 'front',
  fault: 'supabase-database-kill',
  strikesAt: () => true,
  strike: (context) => crashServer(context, 'supabase-database-kill', 'supabase-db'),
};
