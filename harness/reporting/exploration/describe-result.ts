import { wordsOfAction } from '../../actions/index.ts';
import { formatDuration } from '../../model/duration.ts';
import type { PointResult } from '../../model/exploration.ts';
import type { OpenPoints } from './results-of-points.ts';

/** The action at a point, for people: `crash`, `crash, then again at <second>`. */
export function describeStrike({ action, second }: Pick<PointResult, 'action' | 'second'>): string {
  const what = wordsOfAction(action).noun;
  return second === null ? what : `${what}, then again at ${second}`;
}

/** Why a point was not explored, for people. */
export const reasonTexts: Readonly<Record<OpenPoints['reason'], string>> = {
  unproved: 'unproved: nothing shows that the strike fell exactly there, or a check could not tell',
  unreachable: 'unreachable: the workflow never got there, though tried alone',
  'no-result': 'never struck: there is no result',
  interrupted: 'not run: the exploration ended early',
  'time-limit': 'not run: the time limit came first',
};

/** How work went wrong, in words. */
export function harmText({ harms }: Pick<PointResult, 'harms'>): string {
  const words = { lost: 'work lost', doubled: 'work done twice', stuck: 'stuck', other: 'otherwise wrong' } as const;
  return harms.length === 0 ? words.other : harms.map((harm) => words[harm]).join(', ');
}

/** By which action, in which front, held for how long. */
export function struckBy(result: PointResult): string {
  const { front, heldMs, tries } = result;
  const where = front === null ? 'by itself' : `in front ${front}`;
  const held = heldMs === null ? '' : `, the call held for ${formatDuration(heldMs)} before`;
  return `${describeStrike(result)}, ${where}${held}${tries > 1 ? `, try ${tries}` : ''}`;
}
