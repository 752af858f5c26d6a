import type { LedgerLine } from '../../model/evidence.ts';

/** An effect in words: `embedding of document-1, batch 2 (line 9)`. */
export function describeEffect({ kind, subject, sequence }: LedgerLine): string {
  const about = Object.entries(subject).map(([field, value]) => `${field} ${value}`);
  return `${kind} of ${about.join(', ')} (line ${sequence})`;
}
