import { killFault } from './builders/kill-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { failedActivities } from './witnesses/failed-activities.ts';
import { failedProbes } from './witnesses/failed-probes.ts';

/** SIGKILLs the Supabase API; healing starts it again on its database, at its address. */
export const supabaseKill = killFault({
  name: 'supabase-kill',
  summary: 'SIGKILL the Supabase API. Healing starts it again on its database, at the same address.',
  effect:
    'activities that fail now, of types that never failed before; a probe of the Supabase API that succeeded before and fails now',
  victim: 'supabase',
  needs: ['kill', 'own-supabase'],
  radius: () => serverRadius('supabase'),
  felt: (evidence, window) => [...failedProbes(evidence, window, ['supabase']), ...failedActivities(evidence, window)],
});
