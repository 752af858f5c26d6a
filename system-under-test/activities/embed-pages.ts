import { effectKey } from './effect-key.ts';
import type { Services } from './services.ts';

/** The batch of a document to embed, from 1, and the receipts of its pages. */
export type EmbedPagesInput = {
  readonly document: string;
  readonly batch: number;
  readonly pageReceipts: readonly string[];
};

/** The receipt of a batch that was embedded. */
export type EmbeddedBatch = { readonly batch: number; readonly receipt: string };

/** The activity `embedPages`: embeds one batch of pages, a billable effect. */
export function embedPages({ effects }: Services): (input: EmbedPagesInput) => Promise<EmbeddedBatch> {
  return async ({ document, batch, pageReceipts }) => {
    const effect = { kind: 'embedding', subject: { document, batch }, payload: { pageReceipts } } as const;
    return { batch, receipt: await effects.apply(effect, effectKey('embedding', batch)) };
  };
}
