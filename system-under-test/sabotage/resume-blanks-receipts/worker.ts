import { createActivities } from '../../activities/create-activities.ts';
import { extractPages, progressOfEarlierAttempts } from '../../activities/extract-pages.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: a resumed extraction knows how many pages are done, but has lost their receipts. Each effect is still applied
// once, and only the values that follow are wrong.
await runWorker((services) => ({
  ...createActivities(services),
  extractPages: extractPages(services, () => {
    const { pagesDone, receipts } = progressOfEarlierAttempts();
    return { pagesDone, receipts: receipts.map(() => 'unknown') };
  }),
}));
