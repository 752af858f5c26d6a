import { pauseFault } from './builders/pause-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { failedActivities } from './witnesses/failed-activities.ts';
import { failedProbes } from './witnesses/failed-probes.ts';

/** Stops the PostgreSQL under Supabase: requests are taken and not answered, and some are executed only at healing. */
export const supabaseDatabasePause = pauseFault({
  name: 'supabase-database-pause',
  summary: 'Stop the PostgreSQL under Supabase. Healing lets it continue, and it executes the requests that waited.',
  effect:
    'activities that fail now, of types that never failed before; a probe of the Supabase API that succeeded before and fails now',
  victim: 'supabase-db',
  needs: ['pause', 'own-supabase'],
  radius: () => serverRadius('supabase-db', ['supabase']),
  felt: (evidence, window) => [...failedProbes(evidence, window, ['supabase']), ...failedActivities(evidence, window)],
});
