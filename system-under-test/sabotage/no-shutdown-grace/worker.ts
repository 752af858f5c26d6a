import { runWorker } from '../../run-worker.ts';

// Broken: SIGTERM ends the worker at once, and the server learns by timeouts of what it had in its hands. Nothing shows
// until a worker is stopped at work.
process.on('SIGTERM', () => process.exit(0));
await runWorker();
