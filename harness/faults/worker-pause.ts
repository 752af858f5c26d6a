import { pauseFault } from './builders/pause-fault.ts';
import { workerRadius } from './builders/radius.ts';
import { refusedAnswers } from './witnesses/refused-answers.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';
import { silence } from './witnesses/silence.ts';

/** Stops a worker where it stands. Its work is given away meanwhile; when it goes on, it does so as a zombie. */
export const workerPause = pauseFault({
  name: 'worker-pause',
  summary: 'Every process of a worker is stopped where it stands; at healing it goes on as if nothing had been.',
  victim: 'worker',
  needs: ['pause'],
  radius: workerRadius,
  felt: (evidence, window) => [
    ...silence(evidence, window),
    ...refusedAnswers(evidence, window),
    ...retriedTasks(evidence, window),
  ],
});
