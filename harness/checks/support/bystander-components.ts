import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import { rowsOf } from './define-check.ts';
import type { JournalledInjection } from './injections.ts';

type Life = ComponentRow['incarnations'][number];

/** How much was observed outside the blast radius. */
export function bystanderObservations(
  evidence: Evidence,
  planned: readonly JournalledInjection[],
): { readonly components: number; readonly links: number } {
  const struck = new Set(planned.map((injection) => injection.component));
  const components = rowsOf(evidence.components).filter(
    (row) => row.incarnations.length > 0 && !struck.has(row.component),
  );
  const links = [...entriesOf(evidence.journal, 'toxics'), ...entriesOf(evidence.journal, 'connection')]
    .map((entry) => entry.link)
    .filter((link) => !planned.some((injection) => injection.link === link || struck.has(link.split('@')[1] ?? '')));
  return { components: components.length, links: new Set(links).size };
}

/** Exits, out-of-memory kills and pauses of incarnations that no planned fault struck. */
export function bystanderExits(evidence: Evidence, planned: readonly JournalledInjection[]): readonly Json[] {
  const exits = rowsOf(evidence.components).flatMap(({ component, incarnations }) =>
    incarnations
      .filter((life) => !isStruck(planned, component, life.incarnation))
      .flatMap((life) => exitViolations(component, life)),
  );
  const pauses = entriesOf(evidence.journal, 'component')
    .filter((entry) => entry.change === 'paused' && !isStruck(planned, entry.component, entry.incarnation))
    .map(({ component, incarnation }) => ({ violation: 'paused', detail: 'It was stopped.', component, incarnation }));
  const stopped = entriesOf(evidence.journal, 'process')
    .filter((entry) => /^[Tt]/.test(entry.state) && !isStruck(planned, entry.component, entry.incarnation))
    .map(({ component, incarnation, state }) => {
      return { violation: 'paused', detail: `The system says state ${state}.`, component, incarnation };
    });
  return [...exits, ...pauses, ...stopped];
}

/**
 * Whether a planned fault struck this very life.
 *
 * @remarks A fault of a link strikes no component: a worker must survive its link's failure.
 */
function isStruck(planned: readonly JournalledInjection[], component: string, incarnation: number): boolean {
  return planned.some(
    (one) => one.link === null && one.component === component && (one.incarnation ?? incarnation) === incarnation,
  );
}

function exitViolations(component: string, life: Life): Json[] {
  const { incarnation, exitCode, signal, purpose } = life;
  const found: Json[] = [];
  if (life.oomKilled)
    found.push({ violation: 'out-of-memory', detail: 'Killed for want of memory.', component, incarnation });
  if (life.exitedMs === null || purpose === 'drain' || purpose === 'teardown') return found;
  const status = signal ?? `code ${exitCode ?? 'unknown'}`;
  const detail = `It ended (${status}, ${purpose ?? 'no purpose known'}) with no planned fault on it.`;
  return [...found, { violation: 'exited', detail, component, incarnation }];
}
