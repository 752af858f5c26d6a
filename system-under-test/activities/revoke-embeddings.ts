import { effectKey } from './effect-key.ts';
import type { Services } from './services.ts';

/** The batch of a document to revoke, from 1. */
export type RevokeEmbeddingsInput = { readonly document: string; readonly batch: number };

/** The receipt of a batch that was revoked. */
export type RevokedBatch = { readonly batch: number; readonly receipt: string };

/** The activity `revokeEmbeddings`: takes one batch of embeddings back; the compensation of `embedPages`. */
export function revokeEmbeddings({ effects }: Services): (input: RevokeEmbeddingsInput) => Promise<RevokedBatch> {
  return async ({ document, batch }) => {
    const effect = { kind: 'embedding-revoked', subject: { document, batch }, payload: {} } as const;
    return { batch, receipt: await effects.apply(effect, effectKey('embedding-revoked', batch)) };
  };
}
