import { createActivities } from '../../activities/create-activities.ts';
import { extractPages } from '../../activities/extract-pages.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: a retried extraction ignores the heartbeat details that it gets and begins with page 1 again.
await runWorker((services) => ({
  ...createActivities(services),
  extractPages: extractPages(services, () => ({ pagesDone: 0, receipts: [] })),
}));
