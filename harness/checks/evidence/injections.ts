import { type BlastRadius, radiusOfTarget } from '../../model/blast-radius.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { PlannedFault } from '../../model/plan.ts';

/** A fault that was put in force on one target, as journalled. */
export interface JournalledInjection {
  readonly faultId: string;
  readonly fault: string;
  readonly component: string | null;
  readonly incarnation: number | null;
  readonly link: string | null;
  /** The planned fault; undefined if none has that id. */
  readonly planned: PlannedFault | undefined;
  /** The blast radius that it declared at its injection; without one, its target with the target's links. */
  readonly radius: BlastRadius;
  /** When it began. */
  readonly fromMs: number;
  /** Position in the journal where it began, and where it was healed (Infinity where never). */
  readonly fromSequence: number;
  readonly toSequence: number;
  /** When it was in force; null if it never was. */
  readonly injectedMs: number | null;
  /** The same by the wall clock. */
  readonly injectedTime: string | null;
  /** When its healing began, and when it was healed; null if it never was. */
  readonly healingMs: number | null;
  readonly healedMs: number | null;
}

/** The injections of a run, one for each fault and target. */
export function injectionsOf(evidence: Evidence): readonly JournalledInjection[] {
  const entries = entriesOf(evidence.journal, 'fault');
  const begun = entries.filter((entry) => entry.step === 'injecting' || entry.step === 'injected');
  const targets = Map.groupBy(begun, (entry) =>
    JSON.stringify([entry.faultId, entry.component, entry.incarnation, entry.link]),
  );
  return [...targets.values()].flatMap((steps) => {
    const [first] = steps;
    if (first === undefined) return [];
    const injected = steps.find((entry) => entry.step === 'injected');
    const healing = entries.find((entry) => entry.step === 'healing' && isHealOf(entry, first));
    const healed = entries.find((entry) => entry.step === 'healed' && isHealOf(entry, first));
    return [
      {
        faultId: first.faultId,
        fault: first.fault,
        component: first.component ?? null,
        incarnation: first.incarnation ?? null,
        link: first.link ?? null,
        radius: first.radius ?? radiusOfTarget(first.component ?? null, first.link ?? null),
        fromMs: first.atMs,
        planned: evidence.plan.schedule.find((planned) => planned.id === first.faultId),
        fromSequence: first.sequence,
        toSequence: healed?.sequence ?? Number.POSITIVE_INFINITY,
        injectedMs: injected?.atMs ?? null,
        injectedTime: injected?.time ?? null,
        healingMs: healing?.atMs ?? healed?.atMs ?? null,
        healedMs: healed?.atMs ?? null,
      },
    ];
  });
}

function isHealOf(healed: EntryOf<'fault'>, begun: EntryOf<'fault'>): boolean {
  if (healed.faultId !== begun.faultId || healed.sequence < begun.sequence) return false;
  // An entry may omit the healed target if the fault has only one.
  return healed.component === undefined || healed.component === begun.component;
}
