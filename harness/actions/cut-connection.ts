import { workerNetworkCut } from '../faults/worker-network-cut.ts';
import type { FaultAction } from '../model/exploration-action.ts';
import { isRecordedByTemporal } from './support/is-recorded-by-temporal.ts';

/** Takes the worker off its network for a moment: every call that it has in hand breaks, and it lives on. */
export const cutConnection: FaultAction = {
  name: 'cut-connection',
  summary: 'Break every connection of the worker for a moment; it lives.',
  scope: 'single-workflow',
  fault: workerNetworkCut,
  kills: false,
  words: {
    noun: 'cut connection',
    deed: 'Connections of the worker cut',
    meaning: 'every call of the worker broke',
  },
  strikesAt: () => true,
  leavesTrace: isRecordedByTemporal,
};
