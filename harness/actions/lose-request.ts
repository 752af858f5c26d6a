import { asksService } from '../model/crash-point.ts';
import type { CallAction } from '../model/exploration-action.ts';

/**
 * Loses the one held request to a service: the service never sees it, and the worker gets a broken connection.
 *
 * @remarks Requests to Temporal are left out: the SDK sends each of them again, as after a lost answer.
 */
export const loseRequest: CallAction = {
  name: 'lose-request',
  summary: 'End only the request to a service at the point, before it gets there, by a reset. The worker lives.',
  scope: 'call',
  fault: null,
  kills: false,
  words: { noun: 'lost request', deed: 'Request lost', meaning: 'the worker lived, but its request got nowhere' },
  strikesAt: ({ side, exchange }) => side === 'request' && asksService(exchange),
  // A living worker repeats it, so nothing recorded tells it from one that was never lost.
  leavesTrace: () => false,
};
