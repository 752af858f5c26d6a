import { killFault } from './builders/kill-fault.ts';
import { workerRadius } from './builders/radius.ts';
import { brokenCalls } from './witnesses/broken-calls.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';

/** SIGKILLs a worker with its whole process tree; healing starts a fresh incarnation of it. */
export const workerKill = killFault({
  name: 'worker-kill',
  summary: 'SIGKILL a worker with its whole process tree; a fresh one is started at healing.',
  victim: 'worker',
  needs: ['kill'],
  radius: workerRadius,
  felt: (evidence, window) => [...brokenCalls(evidence, window), ...retriedTasks(evidence, window)],
});
