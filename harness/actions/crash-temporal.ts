import { temporalKill } from '../faults/temporal-kill.ts';
import type { FaultAction } from '../model/exploration-action.ts';
import { isRecordedByTemporal } from './support/is-recorded-by-temporal.ts';

/** SIGKILLs the Temporal server while the calls are held, and starts it again on its database. */
export const crashTemporal: FaultAction = {
  name: 'crash-temporal',
  summary: 'SIGKILL the Temporal server and start it again on its database.',
  scope: 'group',
  fault: temporalKill,
  kills: true,
  words: {
    noun: 'crash of Temporal',
    deed: 'Crash of the Temporal server',
    meaning: 'the Temporal server was killed',
  },
  strikesAt: () => true,
  leavesTrace: isRecordedByTemporal,
};
