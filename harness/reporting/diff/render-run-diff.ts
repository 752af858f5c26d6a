import { count } from '../../model/count.ts';
import { cutTo, inColumns, widthOf } from '../text/cells.ts';
import { painter } from '../text/paint.ts';
import type { RunDiff, RunFact } from './diff-runs.ts';

const WIDEST = 60;

/** Two runs side by side, for a terminal: what differs first. Pure; ends with a line break. */
export function renderRunDiff(diff: RunDiff, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const { first, second, facts, isSamePlan } = diff;
  const different = facts.filter(({ differs }) => differs);
  const same = facts.filter(({ differs }) => !differs);
  const verdicts = different.some(({ of, name }) => of === 'verdict' && name === 'verdict');
  const head = [isSamePlan ? 'The same plan' : 'Two plans', verdicts ? 'two verdicts' : 'one verdict'];
  const lines = [
    `${head.join(', ')}: ${count(different.length, 'difference')}.`,
    ...[first, second].flatMap(({ runId, incomplete }) =>
      incomplete.map((text) => paint('unknown', `  ! ${runId} is not whole: ${text}`)),
    ),
    '',
    ...inColumns([
      ['', '', first.runId, second.runId],
      ...different.map((fact) => rowOf(fact, paint('bold', '≠'))),
      ...(different.length === 0 || same.length === 0 ? [] : [[]]),
      ...same.map((fact) => rowOf(fact, '=')),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf({ of, name, first, second }: RunFact, sign: string): readonly string[] {
  return [sign, of === name ? name : `${of}: ${name}`, cellOf(first), cellOf(second)];
}

/** JSON has the whole text. */
function cellOf(text: string | null): string {
  if (text === null) return '–';
  return widthOf(text) <= WIDEST ? text : `${cutTo(text, WIDEST - 1)}…`;
}
