import { expect } from 'chai';
import type { PointResult } from '../model/exploration.ts';
import { Audit } from './audit.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import { PointResults } from './point-results.ts';
import type { PointTask } from './strike/point-task.ts';
import { struckAt } from './test-support/struck.ts';

type State = PointResult['state'];

const place = { task: 'workflow', number: 1, attempt: 1, exchange: 'completion', side: 'request' } as const;

/** The points explored before, by state, and the state of each alone; `limit`: how many there is time for. */
class ToyExplorer {
  readonly results = new PointResults();
  readonly tasks: readonly PointTask[];
  #left: number;
  readonly #alone: () => State | null;

  constructor(states: readonly State[], alone: () => State | null, { limit = 99, action = 'crash' } = {}) {
    this.#left = limit;
    this.#alone = alone;
    this.tasks = states.map((state, at) => {
      const one = struckAt(place, { action, step: `step ${at}` });
      this.results.correct(one.task, { one, result: resultIn(state), digest: '' });
      return one.task;
    });
  }

  get outOfTime(): boolean {
    return this.#left <= 0;
  }

  exploreAlone(task: PointTask): Promise<JudgedStrike | null> {
    expect(this.tasks).to.include(task);
    this.#left -= 1;
    const state = this.#alone();
    const one = { ...struckAt(place), task, crowd: 1 };
    return Promise.resolve(state === null ? null : { one, result: resultIn(state), digest: '' });
  }
}

function resultIn(state: State): PointResult {
  return { ...({ harms: [], findings: [] } as unknown as PointResult), state };
}

async function audited(explorer: ToyExplorer, share: number): Promise<Audit['found']> {
  const audit = new Audit(explorer, { audit: share, seed: 7, listener: { advanced: () => undefined } });
  await audit.run(explorer.tasks).catch(() => undefined);
  return audit.found;
}

const ten = Array.from({ length: 10 }, (): State => 'valid');

describe('the audit of an exploration', () => {
  it('runs the share again that was asked for, rounded up, and says of how many', async () => {
    const found = await audited(new ToyExplorer(ten, () => 'valid'), 0.11);
    expect(found).to.deep.equal({ candidates: 10, chosen: 2, audited: 2, disagreements: [] });
  });

  it('chooses by the seed, and all where all are asked for', async () => {
    expect((await audited(new ToyExplorer(ten, () => 'valid'), 1)).audited).to.equal(10);
    const again = await audited(new ToyExplorer(ten, () => 'invalid'), 0.3);
    const twin = await audited(new ToyExplorer(ten, () => 'invalid'), 0.3);
    expect(again.disagreements.map(({ point }) => point)).to.deep.equal(twin.disagreements.map(({ point }) => point));
  });

  it('tries again what was missed, as often as a point is tried alone', async () => {
    const states = [null, null, 'valid', null, null, null] as const;
    let tried = 0;
    const found = await audited(new ToyExplorer(ten.slice(0, 2), () => states[tried++] ?? null), 1);
    expect(tried).to.equal(6);
    expect(found.audited).to.equal(2);
    expect(found.disagreements.map(({ front, alone }) => [front, alone])).to.deep.equal([['valid', 'unreachable']]);
  });

  it('says nothing about a point that it did not reach in time', async () => {
    const found = await audited(new ToyExplorer(ten, () => null, { limit: 1 }), 1);
    expect(found).to.deep.equal({ candidates: 10, chosen: 10, audited: 0, disagreements: [] });
  });

  it('takes only what was proved in a front', async () => {
    const states: readonly State[] = ['valid', 'invalid', 'unproved', 'unreachable'];
    expect(await audited(new ToyExplorer(states, () => 'valid'), 1)).to.include({ candidates: 2, audited: 2 });
    const lone = new ToyExplorer(ten, () => 'valid', { action: 'lose-answer' });
    expect(await audited(lone, 1)).to.deep.equal({ candidates: 0, chosen: 0, audited: 0, disagreements: [] });
  });

  it('says how many of how many were run where the time limit cuts it off', async () => {
    const found = await audited(new ToyExplorer(ten, () => 'valid', { limit: 3 }), 0.5);
    expect(found).to.deep.equal({ candidates: 10, chosen: 5, audited: 3, disagreements: [] });
    const none = await audited(new ToyExplorer(ten, () => 'valid', { limit: 0 }), 0.5);
    expect(none).to.deep.equal({ candidates: 10, chosen: 5, audited: 0, disagreements: [] });
  });

  it('counts a point as a disagreement if its state differs alone, or it is never reached alone', async () => {
    const alone: (State | null)[] = ['valid', 'unproved', null];
    const { disagreements } = await audited(new ToyExplorer(ten.slice(0, 3), () => alone.shift() ?? null), 1);
    expect(disagreements.map(({ front, alone: now }) => [front, now])).to.deep.equal([
      ['valid', 'unproved'],
      ['valid', 'unreachable'],
    ]);
  });

  it('has the last word where it did harm alone, and takes no harm of a front back', async () => {
    const explorer = new ToyExplorer(['valid', 'invalid', 'valid'], () => states.shift() ?? null);
    const states: (State | null)[] = ['invalid', 'invalid', 'invalid'];
    const { disagreements } = await audited(explorer, 1);
    expect(disagreements).to.have.length(2);
    expect(explorer.results.count('invalid')).to.equal(3);
    const mild = new ToyExplorer(['invalid'], () => 'valid');
    await audited(mild, 1);
    expect(mild.results.count('invalid')).to.equal(1);
  });

  it('keeps what it found before something went wrong', async () => {
    let nth = 0;
    const explorer = new ToyExplorer(ten, () => {
      nth += 1;
      if (nth === 3) throw new Error('interrupted');
      return nth === 1 ? 'invalid' : 'valid';
    });
    const { disagreements, ...counts } = await audited(explorer, 1);
    expect(counts).to.deep.equal({ candidates: 10, chosen: 10, audited: 2 });
    expect(disagreements).to.have.length(1);
  });
});
