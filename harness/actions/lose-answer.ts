import type { CallAction } from '../model/exploration-action.ts';

/**
 * Loses the one held answer: the server or the service has executed the call, and the worker gets UNAVAILABLE or a
 * broken connection.
 */
export const loseAnswer: CallAction = {
  name: 'lose-answer',
  summary:
    'End only the call at the point, after it was executed: gRPC with UNAVAILABLE, HTTP by a reset. The worker lives.',
  scope: 'call',
  fault: null,
  kills: false,
  words: { noun: 'lost answer', deed: 'Answer lost', meaning: 'the worker lived, but never heard the answer' },
  strikesAt: ({ side }) => side === 'reply',
  leavesTrace: ({ side, exchange }) => side === 'reply' && exchange !== 'heartbeat',
};
