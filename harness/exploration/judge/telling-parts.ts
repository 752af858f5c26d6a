import type { Finding } from '../../model/check.ts';
import type { PointResult } from '../../model/exploration.ts';
import type { StruckTask } from '../strike/point-task.ts';
import type { JudgedPoint } from './judge-point.ts';
import { sentenceOf } from './sentences.ts';

/** The parts of a result that follow from its judgement alone. */
export function tellingParts(
  task: StruckTask,
  { state, harms, findings, unproved }: JudgedPoint,
): Pick<PointResult, 'state' | 'harms' | 'sentence' | 'findings'> {
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const doubts = findings.filter(({ verdict }) => verdict !== 'valid');
  const sentence = state === 'unproved' ? (unproved ?? untoldSentence(doubts)) : sentenceOf(task, bad);
  return { state, harms: [...harms], sentence, findings: doubts };
}

function untoldSentence(doubts: readonly Finding[]): string {
  const [first] = doubts;
  return first === undefined ? 'Nothing is known of it.' : `${first.check}: ${first.summary}`;
}
