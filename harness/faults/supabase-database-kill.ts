import { killFault } from './builders/kill-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { failedActivities } from './witnesses/failed-activities.ts';
import { failedProbes } from './witnesses/failed-probes.ts';

/** SIGKILLs the PostgreSQL under Supabase, whose API lives on and can store nothing. */
export const supabaseDatabaseKill = killFault({
  name: 'supabase-database-kill',
  summary: 'SIGKILL the PostgreSQL under Supabase. Healing starts it again on its data.',
  effect:
    'activities that fail now, of types that never failed before; a probe of the Supabase API that succeeded before and fails now',
  victim: 'supabase-db',
  needs: ['kill', 'own-supabase'],
  radius: () => serverRadius('supabase-db', ['supabase']),
  felt: (evidence, window) => [...failedProbes(evidence, window, ['supabase']), ...failedActivities(evidence, window)],
});
