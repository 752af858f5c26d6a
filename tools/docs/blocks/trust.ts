import { checks } from '../../../harness/checks/index.ts';
import { classOf, isOfHarness, type Mutant } from '../../mutants/mutant.ts';
import { OWN_TABLE, readTable } from '../../mutants/read-table.ts';
import { goalsOf, scoresOf, share } from '../../mutants/score.ts';
import { readScore, type Scored, type StoredResult, scoredOf } from '../../mutants/stored-score.ts';
import { code, table } from '../table.ts';
import { whyKept } from './kept-checks.ts';
import { sabotageCatches } from './sabotages.ts';

const scored = (): readonly Scored[] => scoredOf(readTable(OWN_TABLE), readScore());

/** The score by class and the goals, and which mutants were not tried as they are now. */
export function mutantScore(): string {
  const tried = triedOf(scored());
  const counted = tried.map(([mutant, { outcome }]) => ({ class: classOf(mutant), of: sideOf(mutant), outcome }));
  const seconds = tried.map(([, result]) => result.seconds);
  const sum = seconds.reduce((total, one) => total + one, 0);
  return [
    `${tried.length} of ${scored().length} mutants of the table were tried as they are now, in ${(sum / Math.max(1, tried.length)).toFixed(0)} s each on average.${untried(scored())}`,
    table(
      ['goal', 'wanted', 'caught', 'met'],
      goalsOf(counted).map((one) => [one.goal, `${one.wanted * 100} %`, share(one), one.met ? 'yes' : 'no']),
    ),
    table(
      ['class', 'of', 'caught'],
      scoresOf(counted).map((one) => [one.class, one.of, share(one)]),
    ),
  ].join('\n\n');
}

/** Which check finds which mutants, and which of them it finds alone. */
export function checkCatches(): string {
  const rows = checks.map(({ name }) => {
    const found = foundBy(name);
    const alone = found.filter(([, result]) => result.checks.length === 1).map(([{ id }]) => id);
    return [`\`${name}\``, String(found.length), String(alone.length), code(alone)];
  });
  return table(['check', 'finds', 'alone', 'which alone'], rows);
}

/** The checks that find no mutant alone, each with the question that this puts. */
export function questionedChecks(): string {
  const sabotages = sabotageCatches();
  const rows = questioned().map((name) => {
    const own = sabotages.filter(({ caught }) => caught.some(({ check }) => check === name)).map((one) => one.name);
    return [`\`${name}\``, code(own), whyKept[name] ?? 'Nothing says why it is kept.'];
  });
  return rows.length === 0 ? 'None.' : table(['check', 'sabotages that it must catch', 'why it is kept'], rows);
}

/** The names of the checks that find no mutant alone. */
export function questioned(): readonly string[] {
  const isAlone = ([, { checks: found }]: Tried): boolean => found.length === 1;
  return checks.map(({ name }) => name).filter((name) => !foundBy(name).some(isAlone));
}

/** Every mutant: the harm, where it was caught, and by which checks. */
export function mutantTable(): string {
  const rows = scored().map(([mutant, result]) => [
    `\`${mutant.id}\``,
    classOf(mutant),
    mutant.expected,
    result === undefined ? 'not tried' : result.outcome === 'caught' ? placeOf(result) : whyNot(mutant, result),
    code(result?.checks ?? []),
  ]);
  return table(['mutant', 'class', 'harm', 'caught in', 'by'], rows);
}

type Tried = readonly [Mutant, StoredResult];

function triedOf(all: readonly Scored[]): readonly Tried[] {
  return all.flatMap(([mutant, result]) => (result === undefined ? [] : [[mutant, result] as const]));
}

/** Says of how many mutants the score says nothing. */
function untried(all: readonly Scored[]): string {
  const number = all.filter(([, result]) => result === undefined).length;
  return number === 0 ? '' : ` ${number} are new or changed since then: _not tried_ in the last table.`;
}

function foundBy(check: string): readonly Tried[] {
  return triedOf(scored()).filter(([, { outcome, checks: found }]) => outcome === 'caught' && found.includes(check));
}

/** The scenario, or the test files as code: the formatter takes their stars for emphasis. */
function placeOf({ where }: StoredResult): string {
  return where.includes('.test.ts') ? code(where.split(' ')) : where;
}

function whyNot({ survives }: Mutant, { outcome }: StoredResult): string {
  return `**not caught** (${outcome})${survives === undefined ? '' : `: ${survives}`}`;
}

function sideOf(mutant: Mutant): 'harness' | 'subject' {
  return isOfHarness(mutant) ? 'harness' : 'subject';
}
