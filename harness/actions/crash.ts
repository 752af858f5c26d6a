import { workerKill } from '../faults/worker-kill.ts';
import type { FaultAction } from '../model/exploration-action.ts';

/** SIGKILLs the worker: every call that it has in hand at that instant dies with it. */
export const crash: FaultAction = {
  name: 'crash',
  summary: 'SIGKILL the worker; a fresh one takes over at once.',
  scope: 'group',
  fault: workerKill,
  kills: true,
  words: { noun: 'crash', deed: 'Crash of the worker', meaning: 'the worker process was killed' },
  strikesAt: () => true,
  leavesTrace: () => true,
};
