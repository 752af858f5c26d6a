import { createHash } from 'node:crypto';

/**
 * Whether a document belongs to the share of documents that are ingested by this system.
 *
 * @remarks Decided by a hash of its name: the same document is always on the same side, and a growing share never
 * loses a document that was in.
 * @param share - from 0 to 100
 */
export function isInRollout(document: string, share: number): boolean {
  const bucket = createHash('sha256').update(document).digest().readUInt32BE(0) % 100;
  return bucket < share;
}
