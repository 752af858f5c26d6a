import { isLinkWithin } from '../../model/blast-radius.ts';
import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Phase } from '../../model/journal-entry.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { rowsOf } from '../define-check.ts';
import { crashedWhenDrained, endedOnRequest } from '../evidence/ends-on-request.ts';
import type { JournalledInjection } from '../evidence/injections.ts';

type Life = ComponentRow['incarnations'][number];

/** How much was observed outside the blast radius; `onlyRead`: links whose connections nothing saw, only their toxics. */
export function bystanderObservations(
  evidence: Evidence,
  planned: readonly JournalledInjection[],
): { readonly components: number; readonly links: number; readonly onlyRead: number } {
  const struck = new Set(planned.flatMap(({ component, radius }) => [component, ...radius.components]));
  const components = rowsOf(evidence.components).filter(
    (row) => row.incarnations.length > 0 && !struck.has(row.component),
  );
  const outside = (entries: readonly { readonly link: string }[]): ReadonlySet<string> =>
    new Set(
      entries
        .map((entry) => entry.link)
        .filter((link) => !planned.some((injection) => isLinkWithin(injection.radius, link))),
    );
  const connected = outside(entriesOf(evidence.journal, 'connection'));
  const read = outside(entriesOf(evidence.journal, 'toxics'));
  const onlyRead = [...read].filter((link) => !connected.has(link)).length;
  return { components: components.length, links: connected.size + onlyRead, onlyRead };
}

/** The drained workers whose runtime crashed at the very end, `worker-2 #1 (SIGABRT)`: harmless, but worth a word. */
export function crashedAtTheEnd(evidence: Evidence): readonly string[] {
  return rowsOf(evidence.components).flatMap(({ component, role, incarnations }) =>
    incarnations
      .filter((life) => role === 'worker' && life.purpose === 'drain' && crashedWhenDrained(evidence, component, life))
      .map(
        ({ incarnation, signal, exitCode }) => `${component} #${incarnation} (${signal ?? `code ${exitCode ?? ''}`})`,
      ),
  );
}

/** Exits, second lives, out-of-memory kills and pauses of incarnations that no planned fault struck. */
export function bystanderExits(evidence: Evidence, planned: readonly JournalledInjection[]): readonly ToldViolation[] {
  const lives = rowsOf(evidence.components).flatMap((row) => [
    ...row.incarnations
      .filter((life) => !isStruck(planned, row.component, life.incarnation) && !mayHaveFailed(planned, row, life))
      .flatMap((life) => exitViolations(evidence, row, life)),
    ...secondLives(planned, row),
  ]);
  const pauses = entriesOf(evidence.journal, 'component')
    .filter((entry) => entry.change === 'paused' && !isStruck(planned, entry.component, entry.incarnation))
    .map(
      ({ component, incarnation }): ToldViolation => ({
        violation: 'paused',
        detail: 'It was stopped.',
        component,
        incarnation,
        expected: 'running',
        actual: 'stopped',
      }),
    );
  const stopped = entriesOf(evidence.journal, 'process')
    .filter((entry) => /^[Tt]/.test(entry.state) && !isStruck(planned, entry.component, entry.incarnation))
    .map(({ component, incarnation, state }): ToldViolation => {
      const detail = `The system says state ${state}.`;
      return { violation: 'paused', detail, component, incarnation, expected: 'running', actual: `state ${state}` };
    });
  return [...lives, ...pauses, ...stopped];
}

/**
 * Whether a planned fault struck this very life.
 *
 * @remarks A fault of a link strikes no component: a worker must survive its link's failure.
 */
export function isStruck(
  planned: readonly Pick<JournalledInjection, 'component' | 'incarnation' | 'link'>[],
  component: string,
  incarnation: number,
): boolean {
  return planned.some(
    (one) => one.link === null && one.component === component && (one.incarnation ?? incarnation) === incarnation,
  );
}

/**
 * Whether a life ended by itself, while a fault was in force that may bring its component down: a server that can't do
 * without the one that was struck.
 *
 * @remarks Only by itself: a component that was struck on purpose beside the target is a strike too many, wherever it
 * is.
 */
function mayHaveFailed(planned: readonly JournalledInjection[], { component }: ComponentRow, life: Life): boolean {
  const { exitedMs, purpose, oomKilled } = life;
  if (exitedMs === null || purpose !== 'unplanned' || oomKilled) return false;
  return planned.some(
    ({ component: struck, radius, fromMs, healedMs }) =>
      struck !== component &&
      radius.components.includes(component) &&
      exitedMs >= fromMs &&
      exitedMs <= (healedMs ?? Number.POSITIVE_INFINITY),
  );
}

/** Only what a fault ended is started again. */
function secondLives(planned: readonly JournalledInjection[], row: ComponentRow): ToldViolation[] {
  const { component, incarnations } = row;
  const excused = (life: Life): boolean =>
    isStruck(planned, component, life.incarnation) || mayHaveFailed(planned, row, life);
  if (incarnations.length < 2 || incarnations.some((life) => excused(life))) return [];
  const detail = `It had ${incarnations.length} lives with no planned fault on it.`;
  return [{ violation: 'second-life', detail, component, expected: 1, actual: incarnations.length }];
}

function exitViolations(evidence: Evidence, { component, role }: ComponentRow, life: Life): ToldViolation[] {
  const { incarnation, exitCode, signal, purpose } = life;
  const found: ToldViolation[] = [];
  if (life.oomKilled)
    found.push({
      violation: 'out-of-memory',
      detail: 'Killed for want of memory.',
      component,
      incarnation,
      expected: 'running',
      actual: 'out of memory',
    });
  if (life.exitedMs === null) return found;
  const status = signal ?? `code ${exitCode ?? 'unknown'}`;
  if (!isByTheRun(evidence, purpose, life.exitedMs)) {
    const detail = `It ended (${status}, ${purpose ?? 'no purpose known'}) with no planned fault on it.`;
    return [...found, { violation: 'exited', detail, component, incarnation, expected: 'running', actual: status }];
  }
  if (role !== 'worker' || purpose !== 'drain' || endedOnRequest(life)) return found;
  if (crashedWhenDrained(evidence, component, life)) return found;
  // A worker that does not end by itself may have abandoned work.
  const detail = `It was asked to end by SIGTERM, but ended with ${status}; a worker must drain and end by itself.`;
  const expected = 'an end by itself';
  return [...found, { violation: 'drained-badly', detail, component, incarnation, expected, actual: status }];
}

/** The run itself drains from the quiescence on, and tears down once the books are being read. */
function isByTheRun(evidence: Evidence, purpose: Life['purpose'], exitedMs: number): boolean {
  if (purpose === 'drain') return exitedMs >= beginOf(evidence, 'quiescence');
  return purpose === 'teardown' && exitedMs >= beginOf(evidence, 'collection');
}

/** If the journal has no such phase, `run-complete` says so. */
function beginOf({ journal }: Evidence, phase: Phase): number {
  return entriesOf(journal, 'phase').find((entry) => entry.phase === phase && entry.state === 'begin')?.atMs ?? 0;
}
