import { count } from '../../harness/model/count.ts';
import { type Goal, goalsOf, type MutantResult, scoresOf, share } from './score.ts';

/** One mutant in one line, with the finding that caught it or the reason why it was not. */
export function renderResult({ id, outcome, seen, tookMs }: MutantResult): string {
  const last = seen.at(-1);
  const told = outcome === 'caught' ? last : seen.find((one) => one.outcome === outcome);
  const where = told === undefined ? 'its text is not in the file exactly once' : `${told.where}: ${told.why}`;
  return `${outcome === 'caught' ? '✓' : '✗'} ${id} ${outcome} in ${(tookMs / 1000).toFixed(0)} s · ${where}`;
}

/** The score as Markdown: by class, the survivors with why, and every mutant with the finding that caught it. */
export function renderScore(results: readonly MutantResult[]): string {
  const escaped = results.filter(({ outcome }) => outcome !== 'caught');
  return [
    `${count(results.length, 'mutant')}, ${meanSeconds(results)} s each on average.`,
    '',
    ...table(
      ['class', 'of', 'caught'],
      scoresOf(results).map((one) => [one.class, one.of, share(one)]),
    ),
    '',
    ...table(
      ['goal', 'wanted', 'caught', 'met'],
      goalsOf(results).map((one) => goalRow(one)),
    ),
    '',
    '## Not caught',
    '',
    ...(escaped.length === 0 ? ['None.'] : table(['mutant', 'outcome', 'harm', 'seen'], escaped.map(escapedRow))),
    '',
    '## Caught',
    '',
    ...table(
      ['mutant', 'where', 'finding'],
      results.filter(({ outcome }) => outcome === 'caught').map(({ id, seen }) => caughtRow(id, seen)),
    ),
    '',
  ].join('\n');
}

function goalRow(goal: Goal): readonly string[] {
  return [goal.goal, `${goal.wanted * 100} %`, share(goal), goal.met ? 'yes' : 'no'];
}

function escapedRow({ id, outcome, expected, survives, seen }: MutantResult): readonly string[] {
  const looks = seen.map(({ where, why }) => `${where}: ${why}`);
  return [id, outcome, expected, [...(survives === undefined ? [] : [survives]), ...looks].join('; ')];
}

function meanSeconds(results: readonly MutantResult[]): string {
  return (results.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1000 / Math.max(1, results.length)).toFixed(1);
}

function caughtRow(id: string, seen: MutantResult['seen']): readonly string[] {
  const last = seen.at(-1);
  return [id, last?.where ?? '', last?.why ?? ''];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row))];
}
