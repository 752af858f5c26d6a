import { killFault } from './builders/kill-fault.ts';
import { workerRadius } from './builders/radius.ts';
import { brokenCalls } from './witnesses/broken-calls.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';

/** SIGKILLs a worker with its whole process tree; healing starts a fresh incarnation of it. */
export const workerKill = killFault({
  name: 'worker-kill',
  summary: 'SIGKILL a worker with its whole process tree. Healing starts a fresh one.',
  effect:
    'calls with work that the gateway saw dropped or broken; tasks of the victim that Temporal retried or timed out',
  victim: 'worker',
  needs: ['kill'],
  radius: workerRadius,
  felt: (evidence, window) => [...brokenCalls(evidence, window), ...retriedTasks(evidence, window)],
});
