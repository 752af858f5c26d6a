import { supabaseDatabaseKill } from '../faults/supabase-database-kill.ts';
import type { FaultAction } from '../model/exploration-action.ts';
import { isRecordedByTemporal } from './support/is-recorded-by-temporal.ts';

/** SIGKILLs the database that Supabase stands on while the calls are held, and starts it again. */
export const crashDatabase: FaultAction = {
  name: 'crash-database',
  summary: "SIGKILL Supabase's database and start it again.",
  scope: 'group',
  fault: supabaseDatabaseKill,
  kills: true,
  words: {
    noun: 'crash of the database',
    deed: "Crash of Supabase's database",
    meaning: 'the database was killed',
  },
  strikesAt: () => true,
  // The database must still have all that it had acknowledged.
  leavesTrace: (place) => (place.exchange === 'supabase' ? place.side === 'reply' : isRecordedByTemporal(place)),
};
