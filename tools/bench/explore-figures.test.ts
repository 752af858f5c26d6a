import { expect } from 'chai';
import fc from 'fast-check';
import type { Exploration, PointResult } from '../../harness/model/exploration.ts';
import {
  type Explorations,
  evenlyChosen,
  figuresOf,
  goalsMetOf,
  provedPoints,
  timesFasterOf,
  unfitExplorations,
} from './explore-figures.ts';
import type { TimedExploration } from './run-exploration.ts';

function result(point: string, more: Partial<PointResult> = {}): PointResult {
  return {
    point,
    second: null,
    action: 'crash',
    state: 'valid',
    harms: [],
    sentence: '',
    source: null,
    reproduce: '',
    workflowId: null,
    front: 1,
    tries: 1,
    heldMs: 10,
    findings: [],
    evidence: null,
    ...more,
  };
}

/** An exploration of the given points of two cases, `a` and `b`. */
function exploring(results: readonly PointResult[]): Exploration {
  const ids = [...new Set(results.map(({ point }) => point))];
  const cases = ['a', 'b'].map((name) => ({
    name,
    points: ids.filter((id) => id.startsWith(name)).map((id) => ({ id })),
  }));
  const fronts = [{ front: 1, points: 2, reached: 2, tookMs: 700, longestHoldMs: 10 }];
  const times = { exploringMs: 1200, durationMs: 5000 };
  return { runId: 'r-1', verdict: 'valid', front: 40, cases, results, fronts, ...times } as unknown as Exploration;
}

function timed(results: readonly PointResult[], more: Partial<TimedExploration> = {}): TimedExploration {
  return { exploration: exploring(results), exit: 0, commandMs: 6000, peakRssMb: 200, cpu: null, ...more };
}

describe('evenlyChosen', () => {
  it('takes the middle of as many equal parts', () => {
    const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(evenlyChosen(ten, 2)).to.deep.equal([2, 7]);
    expect(evenlyChosen(ten, 1)).to.deep.equal([5]);
    expect(evenlyChosen(ten.slice(0, 9), 3)).to.deep.equal([1, 4, 7]);
  });

  it('takes as many as it is told to or all there are, each once, in their order', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 20 }), (length, most) => {
        const all = Array.from({ length }, (_, index) => index);
        const chosen = evenlyChosen(all, most);
        expect(chosen).to.have.length(Math.min(length, most));
        expect(chosen).to.deep.equal([...new Set(chosen)].toSorted((a, b) => a - b));
      }),
    );
  });
});

describe('figures of an exploration', () => {
  const mixed = [
    result('a/1', { heldMs: 25 }),
    result('a/1', { action: 'lose-answer', heldMs: null }),
    result('a/2', { tries: 3, state: 'invalid' }),
    result('b/1', { state: 'unreachable', tries: 6, heldMs: null }),
  ];

  it('divide the time by what was proved, and count points and tries', () => {
    const figures = figuresOf(timed(mixed));
    expect(figures).to.include({ points: 3, explored: 2, proved: 3, perPointMs: 400, fronts: 1, frontsMs: 700 });
    expect(figures).to.include({ firstTryShare: 0.5, longestHoldMs: 25, exploringMs: 1200, wholeMs: 5000 });
    expect(figures).to.include({ commandMs: 6000, peakRssMb: 200, exit: 0, runId: 'r-1', front: 40 });
  });

  it('are none where nothing was proved', () => {
    expect(() => figuresOf(timed([result('a/1', { state: 'unproved' })]))).to.throw(/r-1/);
  });

  it('are of single points that were proved, in the order of the cases', () => {
    expect(provedPoints(exploring([result('b/2'), ...mixed]))).to.deep.equal(['a/1', 'a/2', 'b/2']);
  });
});

describe('goals of exploring', () => {
  const base = figuresOf(timed([result('a/1')]));
  const good: Explorations = {
    front: { ...base, perPointMs: 300 },
    single: { ...base, perPointMs: 2400 },
    whole: { ...base, explored: 300, wholeMs: 120_000 },
  };

  it('are met at their limits', () => {
    expect(timesFasterOf(good)).to.equal(8);
    expect(goalsMetOf(good)).to.deep.equal({ perPoint: true, timesFaster: true, memory: true, whole: true });
    expect(goalsMetOf({ ...good, whole: null }).whole).to.equal(null);
  });

  it('are missed beyond them', () => {
    const { front, single } = good;
    const whole = { ...base, explored: 300, wholeMs: 120_000 };
    expect(goalsMetOf({ ...good, front: { ...front, perPointMs: 301 } })).to.include({
      perPoint: false,
      timesFaster: false,
    });
    expect(goalsMetOf({ ...good, single: { ...single, perPointMs: 2399 } }).timesFaster).to.equal(false);
    for (const one of ['front', 'single', 'whole'] as const)
      expect(goalsMetOf({ ...good, [one]: { ...good[one], peakRssMb: 512 } }).memory, one).to.equal(false);
    expect(goalsMetOf({ ...good, whole: { ...whole, explored: 299 } }).whole).to.equal(false);
    expect(goalsMetOf({ ...good, whole: { ...whole, wholeMs: 120_001 } }).whole).to.equal(false);
  });

  it('count for nothing where an exploration did not end well', () => {
    expect(unfitExplorations(good)).to.deep.equal([]);
    const single = { ...good.single, exit: 2, verdict: 'unknown', runId: 'r-2' };
    expect(unfitExplorations({ ...good, single, whole: null })).to.have.length(1);
    expect(unfitExplorations({ ...good, single })[0]).to.match(/^explore: r-2 ended with 2 \(unknown, 1 of 1 points/);
    expect(unfitExplorations({ ...good, front: { ...good.front, exit: null } })[0]).to.match(/ended with a signal/);
  });
});
