import { containerDeath } from './builders/container-death.ts';

/** Crashes a worker's container: only its restart policy brings it back. */
export const workerCrash = containerDeath({
  name: 'worker-crash',
  summary: 'Kill the main process of a worker container from outside. Only its restart policy brings it back.',
  proof: {
    cause: "the engine's `die` 137 without a requested `kill`",
    effect:
      'calls with work that the gateway saw dropped or broken; tasks of the victim that Temporal retried or timed out',
  },
  needs: ['restart-policy'],
  manner: 'crashed',
  strike: (container) => container.crash('fault'),
});
