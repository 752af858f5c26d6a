import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { effectKey } from './effect-key.ts';
import type { Services } from './services.ts';

/** The document to read, and how many pages it has. */
export type ExtractPagesInput = { readonly document: string; readonly pages: number };

/** The receipts of all pages that were read, in order. */
export type ExtractedPages = { readonly document: string; readonly receipts: readonly string[] };

const progressSchema = z.object({ pagesDone: z.int(), receipts: z.array(z.string()) });

/** The progress that an attempt leaves to its successor: how many pages are done, and their receipts. */
export type ExtractionProgress = z.infer<typeof progressSchema>;

/**
 * The activity `extractPages`: reads a document page by page, each page a billable effect under its own key.
 *
 * @remarks It heartbeats after every page with all that a successor needs, and continues where its predecessor stopped.
 * @param resume - finds out what earlier attempts have done; by default from their heartbeats
 */
export function extractPages(
  { effects, ocrPageMs, ocrPauseMs }: Services,
  resume: () => ExtractionProgress = progressOfEarlierAttempts,
): (input: ExtractPagesInput) => Promise<ExtractedPages> {
  return async ({ document, pages }) => {
    const context = Context.current();
    const receipts = [...resume().receipts];
    for (let page = receipts.length + 1; page <= pages; page += 1) {
      if (page > 1) await context.sleep(ocrPauseMs);
      const effect = { kind: 'ocr', subject: { document, page }, payload: { language: 'en' } } as const;
      // The page is billed when it is submitted; reading it takes its time after that.
      receipts.push(await effects.apply(effect, effectKey('ocr', page)));
      await context.sleep(ocrPageMs);
      context.heartbeat({ pagesDone: page, receipts: [...receipts] } satisfies ExtractionProgress);
    }
    return { document, receipts };
  };
}

/** The progress in the heartbeats of earlier attempts; none if there is no such heartbeat. */
export function progressOfEarlierAttempts(): ExtractionProgress {
  const details = progressSchema.safeParse(Context.current().info.heartbeatDetails);
  return details.success ? details.data : { pagesDone: 0, receipts: [] };
}
