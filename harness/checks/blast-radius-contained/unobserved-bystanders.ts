import { isLinkWithin } from '../../model/blast-radius.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { linkName } from '../../model/plan.ts';
import { rowsOf } from '../define-check.ts';
import type { JournalledInjection } from '../evidence/injections.ts';
import { isStruck } from './bystander-components.ts';

/**
 * The components and links outside the blast radius that were not read while a planned fault was in force.
 *
 * @remarks Without a reading, nothing proves a component untouched. The runner reads all of them once a fault is in
 * force.
 * @throws TypeError if the components are unavailable.
 */
export function unobservedBystanders(evidence: Evidence, planned: readonly JournalledInjection[]): readonly string[] {
  const unread = planned.flatMap((injection) => [
    ...unreadComponents(evidence, injection),
    ...unreadLinks(evidence, injection),
  ]);
  return [...new Set(unread)];
}

function unreadComponents(evidence: Evidence, injection: JournalledInjection): readonly string[] {
  const { injectedMs, healedMs } = injection;
  if (injectedMs === null || healedMs === null) return [];
  const read = entriesOf(evidence.journal, 'process').filter((entry) => isDuring(injection, entry.sequence));
  return rowsOf(evidence.components)
    .filter((row) =>
      row.incarnations.some(
        (life) =>
          !isStruck([injection], row.component, life.incarnation) &&
          !injection.radius.components.includes(row.component) &&
          life.startedMs <= injectedMs &&
          (life.exitedMs === null || life.exitedMs >= healedMs),
      ),
    )
    .filter((row) => !read.some((entry) => entry.component === row.component))
    .map((row) => row.component);
}

function unreadLinks(evidence: Evidence, injection: JournalledInjection): readonly string[] {
  if (injection.injectedMs === null || injection.healedMs === null) return [];
  const readings = entriesOf(evidence.journal, 'toxics');
  const workers = rowsOf(evidence.components).filter((row) => row.role === 'worker');
  const known = new Set([
    ...readings.map((entry) => entry.link),
    ...entriesOf(evidence.journal, 'connection').map((entry) => entry.link),
    ...workers.map((row) => linkName('temporal', row.component)),
  ]);
  const read = new Set(readings.filter((entry) => isDuring(injection, entry.sequence)).map((entry) => entry.link));
  return [...known].filter((name) => !isLinkWithin(injection.radius, name) && !read.has(name));
}

function isDuring({ fromSequence, toSequence }: JournalledInjection, sequence: number): boolean {
  return sequence > fromSequence && sequence < toSequence;
}
