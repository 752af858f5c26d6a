import { containerDeath } from './builders/container-death.ts';

/** Crashes a worker's container: its restart policy, and nobody else, brings it back. */
export const workerCrash = containerDeath({
  name: 'worker-crash',
  summary: "The main process of a worker's container is killed from outside; only its restart policy brings it back.",
  needs: ['restart-policy'],
  manner: 'crashed',
  strike: (container) => container.crash('fault'),
});
