import { runWorker } from '../../run-worker.ts';

// Broken: the executions of this build are not pinned to it, but move to each build that is deployed. Nothing shows until
// one is deployed that can't continue them.
process.env['TEMPORAL_WORKER_VERSIONING'] = 'auto-upgrade';
await runWorker();
