import type { EmbeddedBatch } from '../../activities/embed-pages.ts';

/** A batch, with what this variant believes: that it is ours only where it was not embedded before we asked. */
export type OwnedBatch = EmbeddedBatch & { readonly ours?: boolean };
