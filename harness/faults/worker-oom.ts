import { containerDeath } from './builders/container-death.ts';

/** Lets a worker's container run out of memory: the kernel kills it, its restart policy brings it back. */
export const workerOom = containerDeath({
  name: 'worker-oom',
  summary:
    "A worker's container runs out of memory and is killed by the kernel; only its restart policy brings it back.",
  needs: ['limit', 'restart-policy'],
  manner: 'out-of-memory',
  strike: (container) => container.exhaustMemory('fault'),
});
