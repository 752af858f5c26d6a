import { containerDeath } from './builders/container-death.ts';

/** Lets a worker's container run out of memory: the kernel kills it, its restart policy brings it back. */
export const workerOom = containerDeath({
  name: 'worker-oom',
  summary: "Fill a worker container's memory until the kernel kills it. Only its restart policy brings it back.",
  proof: {
    cause: "the engine's `oom` and `die` 137 together",
    effect:
      'calls with work that the gateway saw dropped or broken; tasks of the victim that Temporal retried or timed out',
  },
  needs: ['limit', 'restart-policy'],
  manner: 'out-of-memory',
  strike: (container) => container.exhaustMemory('fault'),
});
