import type { LedgerLine } from '../../model/evidence.ts';
import type { Violation } from '../../model/violation.ts';
import type { PlacedEffect } from './placed-effects.ts';

/** A violation that says in one sentence which effect was applied where it must not be. */
export type MisplacedEffect = Violation & { readonly detail: string };

/** An effect in words: `embedding of document-1, batch 2 (line 9)`. */
export function describeEffect({ kind, subject, sequence }: LedgerLine): string {
  const about = Object.entries(subject).map(([field, value]) => `${field} ${value}`);
  return `${kind} of ${about.join(', ')} (line ${sequence})`;
}

/** The attempt that asked for an effect: `publish (activity 9, attempt 1)`. */
export function describeAttempt({ line, places }: PlacedEffect): string {
  const { type, activityId } = places[0].step;
  return `${type} (activity ${activityId}, attempt ${line.activity?.attempt ?? 1})`;
}
