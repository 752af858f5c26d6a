import { expect } from 'chai';
import type { Finding } from '../model/check.ts';
import type { PointResult } from '../model/exploration.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import { type ExploredSoFar, resultsOf } from './results.ts';
import type { PointTask } from './strike/point-task.ts';
import { pointAt, struckAt } from './test-support/struck.ts';

const place = { task: 'activity', activityId: '3', exchange: 'completion', side: 'reply', attempt: 1 } as const;
const one = struckAt(place);
const { task } = one;
const second: PointTask = {
  ...task,
  second: { point: pointAt(place, 'notify'), order: task.known.order, delayMs: 100 },
};
const finding: Finding = { check: 'recovers-within-bound', verdict: 'invalid', summary: 'Late.', exhibits: [] };

const none: ExploredSoFar['results'] = { made: new Map(), late: new Map(), triesOf: () => 6 };
const nothing: ExploredSoFar = { results: none, outOfTime: false };
const ending = { interrupted: false, reproduce: ({ point }: PointTask) => `explore ${point.id}` };

function made(of: PointTask, changes: Partial<PointResult> = {}): JudgedStrike {
  const [open = expect.fail()] = resultsOf([of], nothing, ending);
  const judged = { state: 'valid', sentence: 'Fine.', workflowId: 'w', evidence: 'points/p' } as const;
  return { one, result: { ...open, ...judged, ...changes }, digest: '' };
}

describe('resultsOf', () => {
  it('are those that were made, in the order of the tasks, and second crashes after them', () => {
    const other = { ...task };
    const results = new Map([
      [second, made(second, { state: 'invalid' })],
      [task, made(task)],
    ]);
    const all = resultsOf([other, task], { ...nothing, results: { ...none, made: results } }, ending);
    expect(all.map(({ state }) => state)).to.deep.equal(['unreachable', 'valid', 'invalid']);
    expect(all.at(-1)?.second).to.equal(second.second?.point.id);
  });

  it('say of a point that the workflow never came there, which proves nothing', () => {
    const [result] = resultsOf([task], nothing, ending);
    expect(result).to.deep.include({ point: task.point.id, action: 'crash', state: 'unreachable', tries: 6 });
    expect(result).to.deep.include({ reproduce: `explore ${task.point.id}`, findings: [], evidence: null });
    expect(result?.sentence).to.contain('never reached it in 6 tries');
  });

  it('say of a point whose turn never came why: the time was over, or the user was', () => {
    const stateOf = (outOfTime: boolean, interrupted: boolean): unknown =>
      resultsOf([task], { ...nothing, outOfTime }, { ...ending, interrupted })[0]?.state;
    expect([stateOf(true, false), stateOf(true, true)]).to.deep.equal(['time-limit', 'interrupted']);
  });

  it('call no point unreachable that was hardly tried: the harness had failed first', () => {
    for (const tries of [0, 5]) {
      const [result] = resultsOf([task], { ...nothing, results: { ...none, triesOf: () => tries } }, ending);
      expect(result).to.include({ state: 'interrupted', tries });
      expect(result?.sentence).to.equal('The exploration ended before its turn came.');
    }
  });

  it('keep one that was late among others and was not reached again: unproved, with its evidence, for every end', () => {
    const late = new Map([task, second].map((each) => [each, made(each, { state: 'invalid', findings: [finding] })]));
    for (const outOfTime of [false, true]) {
      const all = resultsOf([task], { results: { ...none, late }, outOfTime }, ending);
      expect(all.map((result) => [result.state, result.second !== null])).to.deep.equal([
        ['unproved', false],
        ['unproved', true],
      ]);
      expect(all[0]).to.deep.include({ evidence: 'points/p', workflowId: 'w', findings: [finding], harms: [] });
      expect(all[0]?.sentence).to.contain('later than its bound').and.not.contain('never came');
    }
  });

  it('forget that a workflow was late if it was judged since', () => {
    const late = new Map([[task, made(task, { state: 'invalid' })]]);
    const all = resultsOf(
      [task],
      { ...nothing, results: { ...none, late, made: new Map([[task, made(task)]]) } },
      ending,
    );
    expect(all.map(({ state }) => state)).to.deep.equal(['valid']);
  });
});
