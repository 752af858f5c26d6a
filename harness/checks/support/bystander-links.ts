import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Phase } from '../../model/journal-entry.ts';
import type { Json } from '../../model/json.ts';
import { rowsOf } from './define-check.ts';
import type { JournalledInjection } from './injections.ts';

/** Readings of Toxiproxy that show a toxic or a disabled proxy where or when no planned fault has one. */
export function strayToxics(evidence: Evidence, planned: readonly JournalledInjection[]): readonly Json[] {
  return entriesOf(evidence.journal, 'toxics')
    .filter((entry) => entry.toxics.length > 0 || !entry.enabled)
    .filter((entry) => !planned.some((one) => isInside(one, entry.link) && isDuring(one, entry.sequence)))
    .map(({ link, enabled, toxics, atMs }) => {
      const what = enabled ? toxics.map((toxic) => toxic.type).join(', ') : 'disabled';
      return { violation: 'toxic', detail: `Toxiproxy says: ${what}.`, link, atMs };
    });
}

/**
 * Connections that ended in an error on a link whose ends are both outside the blast radius.
 *
 * @remarks Only from the injection on, and before quiescence: then the run itself ends the workers.
 */
export function brokenConnections(evidence: Evidence, planned: readonly JournalledInjection[]): readonly Json[] {
  const from = phaseSequence(evidence, 'injection') ?? 0;
  const to = phaseSequence(evidence, 'quiescence') ?? Number.POSITIVE_INFINITY;
  const struck = planned.flatMap((injection) => injection.component ?? []);
  return entriesOf(evidence.journal, 'connection')
    .filter((entry) => entry.change === 'broken' && entry.sequence > from && entry.sequence < to)
    .filter((entry) => !planned.some((injection) => injection.link === entry.link))
    .filter((entry) => !endsOf(evidence, entry.link).some((end) => struck.includes(end)))
    .map(({ link, reason, atMs }) => ({ violation: 'broken', detail: reason ?? 'It ended in an error.', link, atMs }));
}

/** A fault of a link has that link inside, a fault of a component all links of that component. */
function isInside(injection: JournalledInjection, link: string): boolean {
  if (injection.link !== null) return injection.link === link;
  return injection.component !== null && link.endsWith(`@${injection.component}`);
}

function isDuring(injection: JournalledInjection, sequence: number): boolean {
  return sequence >= injection.fromSequence && sequence <= injection.toSequence;
}

function phaseSequence(evidence: Evidence, phase: Phase): number | undefined {
  return entriesOf(evidence.journal, 'phase').find((entry) => entry.phase === phase && entry.state === 'begin')
    ?.sequence;
}

/** Both ends of a link, as names of components: its far end may be named by its role. */
function endsOf(evidence: Evidence, link: string): readonly string[] {
  const [far = '', near = ''] = link.split('@');
  const role = far === 'outside' ? 'outside-world' : far;
  const byRole = rowsOf(evidence.components)
    .filter((row) => row.role === role)
    .map((row) => row.component);
  return [far, near, ...byRole];
}
