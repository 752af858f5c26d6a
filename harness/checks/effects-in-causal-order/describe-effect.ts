import type { LedgerLine } from '../../model/evidence.ts';
import type { PlacedEffect } from './placed-effects.ts';

/** An effect in words: `embedding of document-1, batch 2 (line 9)`. */
export function describeEffect({ kind, subject, sequence }: LedgerLine): string {
  const about = Object.entries(subject).map(([field, value]) => `${field} ${value}`);
  return `${kind} of ${about.join(', ')} (line ${sequence})`;
}

/** The step and the attempt that asked for an effect: `publish (activity 9)`, 1. */
export function requesterOf({ line, places }: PlacedEffect): { readonly step: string; readonly attempt: number } {
  const { type, activityId } = places[0].step;
  return { step: `${type} (activity ${activityId})`, attempt: line.activity?.attempt ?? 1 };
}
