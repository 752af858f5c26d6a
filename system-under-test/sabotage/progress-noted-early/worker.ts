import { Context } from '@temporalio/activity';
import { createActivities } from '../../activities/create-activities.ts';
import { effectKey } from '../../activities/effect-key.ts';
import { type ExtractionProgress, progressOfEarlierAttempts } from '../../activities/extract-pages.ts';
import { runWorker } from '../../run-worker.ts';
import { foreseenReceipt } from '../foreseen-receipt.ts';

// Broken: a page is noted as done before it is read, so a crash in between loses it.
await runWorker((services) => ({
  ...createActivities(services),
  extractPages: async ({ document, pages }) => {
    const context = Context.current();
    const receipts = [...progressOfEarlierAttempts().receipts];
    for (let page = receipts.length + 1; page <= pages; page += 1) {
      const effect = { kind: 'ocr', subject: { document, page }, payload: { language: 'en' } } as const;
      receipts.push(foreseenReceipt(effect));
      context.heartbeat({ pagesDone: page, receipts: [...receipts] } satisfies ExtractionProgress);
      await context.sleep(services.ocrPauseMs);
      await services.effects.apply(effect, effectKey('ocr', page));
      await context.sleep(services.ocrPageMs);
    }
    return { document, receipts };
  },
}));
