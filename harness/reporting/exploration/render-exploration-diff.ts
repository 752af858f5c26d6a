import { count } from '../../model/count.ts';
import type { ExplorationDiff, PointChange } from '../../model/exploration-diff.ts';
import { painter } from '../text/paint.ts';
import { describeStrike } from './describe-result.ts';

/** How a comparison is shown. */
export interface DiffOptions {
  readonly colour: boolean;
}

const MOST = 20;

/** The changes since an earlier exploration, for a terminal: the worst first. Pure; ends with a line break. */
export function renderExplorationDiff(diff: ExplorationDiff, { colour }: DiffOptions): string {
  const paint = painter(colour);
  const changes = [
    ['invalid', '✗', 'newly failing', diff.newlyFailing],
    ['invalid', '✗', 'still failing', diff.stillFailing],
    ['unknown', '?', 'no longer explored', diff.noLongerExplored],
    ['valid', '✓', 'fixed', diff.fixed],
    ['valid', '✓', 'explored for the first time, valid', diff.newlyExplored],
  ] as const;
  const points = [
    ['+', 'new', diff.newPoints],
    ['-', 'gone', diff.gonePoints],
  ] as const;
  const lines = [
    `Since ${diff.before.runId} (${diff.before.verdict}, now ${diff.after.verdict}): ${describeDiff(diff)}`,
    ...diff.differences.map((text) => paint('unknown', `  ! ${text}`)),
    ...changes.flatMap(([look, sign, name, ours]) =>
      listed(paint(look, `  ${sign} ${count(ours.length, 'result')} ${name}`), ours.map(describeChange)),
    ),
    ...points.flatMap(([sign, name, ids]) =>
      listed(
        paint('dim', `  ${sign} ${count(ids.length, 'point')} ${name}`),
        ids.map((id) => [id]),
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** A comparison in one line: `2 newly failing · 1 fixed · 4 points new`; says so if nothing changed. */
export function describeDiff(diff: ExplorationDiff): string {
  const numbers = [
    [diff.newlyFailing, 'newly failing'],
    [diff.stillFailing, 'still failing'],
    [diff.noLongerExplored, 'no longer explored'],
    [diff.fixed, 'fixed'],
    [diff.newlyExplored, 'explored for the first time'],
    [diff.newPoints, 'points new'],
    [diff.gonePoints, 'points gone'],
  ] as const;
  const told = numbers.flatMap(([list, name]) => (list.length === 0 ? [] : [`${list.length} ${name}`]));
  return told.length === 0 ? 'nothing changed at any point that both explored' : told.join(' · ');
}

function describeChange(change: PointChange): readonly string[] {
  const was = `${change.before ?? 'not explored'} before, ${change.after ?? 'no result'} now`;
  const head = `${change.point} · ${describeStrike(change)}: ${was}`;
  if (change.after !== 'invalid') return [head];
  return [head, `  ${change.sentence}`, ...(change.reproduce === null ? [] : [`  ${change.reproduce}`])];
}

function listed(heading: string, entries: readonly (readonly string[])[]): readonly string[] {
  if (entries.length === 0) return [];
  const shown = entries.slice(0, MOST).flatMap((lines) => lines.map((line) => `      ${line}`));
  const more = entries.length - MOST;
  return [heading, ...shown, ...(more > 0 ? [`      and ${more} more`] : [])];
}
