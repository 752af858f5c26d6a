import type { Action } from './action.ts';

/** Loses the one answer that is held: the server, or the service, has executed the call, and the worker is told otherwise. */
export const loseAnswer: Action = {
  name: 'lose-answer',
  summary:
    'End only the call at the point, after it was executed: gRPC with UNAVAILABLE, HTTP by a reset. The worker lives.',
  shared: 'each',
  fault: null,
  strikesAt: ({ side }) => side === 'reply',
  strike: null,
};
