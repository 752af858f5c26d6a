import { pauseFault } from './builders/pause-fault.ts';
import { workerRadius } from './builders/radius.ts';
import { refusedAnswers } from './witnesses/refused-answers.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';
import { silence } from './witnesses/silence.ts';

/** Stops a worker where it stands. Its work is given away meanwhile; when it goes on, it does so as a zombie. */
export const workerPause = pauseFault({
  name: 'worker-pause',
  summary: 'Stop every process of a worker. Healing lets it continue, as a zombie whose work was given away.',
  effect:
    'silence of a worker that held a task; late answers that Temporal refused; tasks that Temporal retried or timed out',
  victim: 'worker',
  needs: ['pause'],
  radius: workerRadius,
  felt: (evidence, window) => [
    ...silence(evidence, window),
    ...refusedAnswers(evidence, window),
    ...retriedTasks(evidence, window),
  ],
});
