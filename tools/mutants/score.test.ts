import { expect } from 'chai';
import type { Seen } from './place.ts';
import { renderResult, renderScore } from './render-score.ts';
import { goalsOf, type MutantResult, scoresOf } from './score.ts';

function result(id: string, changed: Partial<MutantResult> = {}): MutantResult {
  const seen: readonly Seen[] = [
    { where: 'worker-kill', outcome: 'caught', why: 'side-effects-once: 1 lost.', checks: ['side-effects-once'] },
  ];
  const expected = 'An effect is lost.';
  return { id, class: 'lost effect', of: 'subject', expected, outcome: 'caught', seen, tookMs: 1000, ...changed };
}

const survivor = result('survivor', {
  class: 'wrong row',
  outcome: 'survived',
  seen: [{ where: 'explore ingestDocument', outcome: 'survived', why: 'every check is valid', checks: [] }],
});

describe('the score of mutants', () => {
  it('counts by class, the system under test before the harness', () => {
    const ofHarness = result('blind', { of: 'harness', class: 'blind check' });
    expect(scoresOf([ofHarness, result('a'), survivor, result('b')])).to.deep.equal([
      { class: 'lost effect', of: 'subject', caught: 2, tried: 2 },
      { class: 'wrong row', of: 'subject', caught: 0, tried: 1 },
      { class: 'blind check', of: 'harness', caught: 1, tried: 1 },
    ]);
  });

  it('misses a goal by one lost effect that is not caught, and has no goal of what was not tried', () => {
    const many = Array.from({ length: 39 }, (_, index) => result(`m-${index}`));
    const goals = goalsOf([...many, result('missed', { outcome: 'unproved' })]);
    expect(goals.map(({ wanted, caught, tried, met }) => ({ wanted, caught, tried, met }))).to.deep.equal([
      { wanted: 0.95, caught: 39, tried: 40, met: true },
      { wanted: 1, caught: 39, tried: 40, met: false },
    ]);
  });

  for (const outcome of ['by-accident', 'unproved', 'failed', 'survived', 'not-planted'] as const) {
    it(`never counts a mutant as caught that was ${outcome}`, () => {
      expect(goalsOf([result('one', { outcome })])).to.satisfy((goals: readonly { met: boolean }[]) =>
        goals.every(({ met }) => !met),
      );
    });
  }

  it('names each survivor with its harm and each look at it', () => {
    const text = renderScore([result('a'), survivor]);
    expect(text).to.include(
      '| survivor | survived | An effect is lost. | explore ingestDocument: every check is valid |',
    );
    expect(text).to.include('| a | worker-kill | side-effects-once: 1 lost. |');
    expect(renderResult(survivor)).to.equal(
      '✗ survivor survived in 1 s · explore ingestDocument: every check is valid',
    );
  });
});
