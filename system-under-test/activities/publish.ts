import { effectKey } from './effect-key.ts';
import type { Services } from './services.ts';

/** The document to publish, and the receipts of its batches. */
export type PublishInput = { readonly document: string; readonly batchReceipts: readonly string[] };

/** The receipt of a publication. */
export type Publication = { readonly document: string; readonly receipt: string };

/** The activity `publish`: makes a document public. */
export function publish({ effects }: Services): (input: PublishInput) => Promise<Publication> {
  return async ({ document, batchReceipts }) => {
    const effect = { kind: 'publication', subject: { document }, payload: { batchReceipts } } as const;
    return { document, receipt: await effects.apply(effect, effectKey('publication')) };
  };
}
