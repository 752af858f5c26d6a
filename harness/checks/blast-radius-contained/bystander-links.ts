import { isLinkWithin } from '../../model/blast-radius.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Phase } from '../../model/journal-entry.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { JournalledInjection } from '../evidence/injections.ts';

/** Readings of Toxiproxy that show a toxic or a disabled proxy where or when no planned fault has one. */
export function strayToxics(evidence: Evidence, planned: readonly JournalledInjection[]): readonly ToldViolation[] {
  return entriesOf(evidence.journal, 'toxics')
    .filter((entry) => entry.toxics.length > 0 || !entry.enabled)
    .filter((entry) => !planned.some((one) => isLinkWithin(one.radius, entry.link) && isDuring(one, entry.sequence)))
    .map(({ link, enabled, toxics, atMs }): ToldViolation => {
      const what = enabled ? toxics.map((toxic) => toxic.type).join(', ') : 'disabled';
      return { violation: 'toxic', detail: `Toxiproxy says: ${what}.`, link, atMs, expected: 'no toxic', actual: what };
    });
}

/**
 * Connections that ended in an error on a link outside the blast radius.
 *
 * @remarks Only from the injection on, and before quiescence: then the run itself ends the workers.
 */
export function brokenConnections(
  evidence: Evidence,
  planned: readonly JournalledInjection[],
): readonly ToldViolation[] {
  const from = phaseSequence(evidence, 'injection') ?? 0;
  const to = phaseSequence(evidence, 'quiescence') ?? Number.POSITIVE_INFINITY;
  return entriesOf(evidence.journal, 'connection')
    .filter((entry) => entry.change === 'broken' && entry.sequence > from && entry.sequence < to)
    .filter((entry) => !planned.some((injection) => isLinkWithin(injection.radius, entry.link)))
    .map(
      ({ link, reason, atMs }): ToldViolation => ({
        violation: 'broken',
        detail: reason ?? 'It ended in an error.',
        link,
        atMs,
        expected: 'open or closed',
        actual: 'broken',
      }),
    );
}

function isDuring(injection: JournalledInjection, sequence: number): boolean {
  return sequence >= injection.fromSequence && sequence <= injection.toSequence;
}

function phaseSequence(evidence: Evidence, phase: Phase): number | undefined {
  return entriesOf(evidence.journal, 'phase').find((entry) => entry.phase === phase && entry.state === 'begin')
    ?.sequence;
}
