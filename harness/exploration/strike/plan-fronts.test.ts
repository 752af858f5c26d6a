import { expect } from 'chai';
import { adaptedSize, MOST_TRIES, nextFront, nextLate, slowdownOf, TRIES } from './plan-fronts.ts';
import type { FaultedWorkflow, PointTask } from './point-task.ts';

type Tried = PointTask & { readonly tries: number };

function taskAt(atMs: number, tries = 0): PointTask {
  return { point: { atMs }, tries } as Tried;
}

const triesOf = (task: PointTask): number => (task as Tried).tries;

function timesOf(tasks: readonly PointTask[]): readonly number[] {
  return tasks.map(({ point }) => point.atMs);
}

describe('nextFront', () => {
  it('takes neighbours in time, the earliest first, and leaves the rest', () => {
    const { tasks, rest } = nextFront(
      [50, 10, 40, 20].map((atMs) => taskAt(atMs)),
      2,
      triesOf,
    );
    expect(timesOf(tasks)).to.deep.equal([10, 20]);
    expect(timesOf(rest)).to.deep.equal([50, 40]);
  });

  it('deals what is left evenly, and never more than a front holds', () => {
    const sizes: number[] = [];
    let waiting: readonly PointTask[] = Array.from({ length: 97 }, (_, index) => taskAt(index));
    while (waiting.length > 0) {
      const { tasks, rest } = nextFront(waiting, 40, triesOf);
      sizes.push(tasks.length);
      waiting = rest;
    }
    expect(sizes).to.deep.equal([33, 32, 32]);
  });

  it('gives a point that fronts have missed too often a separate one, after all others', () => {
    const waiting = [taskAt(1, TRIES.inFronts), taskAt(2, TRIES.inFronts), taskAt(3)];
    const first = nextFront(waiting, 40, triesOf);
    expect(timesOf(first.tasks)).to.deep.equal([3]);
    expect(timesOf(nextFront(first.rest, 40, triesOf).tasks)).to.deep.equal([1]);
  });

  it('has no front where there is nothing to explore', () => {
    expect(nextFront([], 40, triesOf)).to.deep.equal({ tasks: [], rest: [] });
  });
});

describe('nextLate', () => {
  const kills = { fault: { victim: 'worker' } };
  const [crash, other] = [
    { ...kills, name: 'crash', scope: 'group' },
    { ...kills, name: 'other', scope: 'single-workflow' },
  ];
  const late = (atMs: number, { crowd = 40, ...rest }: { crowd?: number; [key: string]: unknown } = {}) =>
    [{ ...taskAt(atMs, 1), action: crash, second: null, ...rest } as unknown as PointTask, { one: { crowd } }] as const;
  const times = (most: number, ...ones: readonly ReturnType<typeof late>[]): readonly number[] =>
    timesOf(nextLate(new Map(ones), most, triesOf));

  it('takes a few at a time, evenly, and fewer than a front holds', () => {
    const five = [30, 10, 50, 20, 40].map((atMs) => late(atMs));
    expect(times(40, ...five)).to.deep.equal([10, 20, 30]);
    expect(times(3, ...five)).to.deep.equal([10, 20]);
    expect(times(2, ...five)).to.deep.equal([30]);
  });

  it('takes alone who was late among a few, or missed too often', () => {
    expect(times(40, late(1, { crowd: 4 }), late(2, { crowd: 4 }))).to.deep.equal([1]);
    expect(times(40, late(1, { crowd: 4 }), late(2))).to.deep.equal([2]);
    const often = [1, 2].map((atMs) => late(atMs, { tries: TRIES.inFronts }));
    expect(times(40, ...often, late(3))).to.deep.equal([3]);
    expect(times(40, ...often)).to.deep.equal([1]);
  });

  it('puts nothing together that is not struck together', () => {
    expect(times(40, late(1, { action: other }), late(2, { action: other }))).to.deep.equal([1]);
    expect(times(40, late(1, { second: {} }), late(2, { second: {} }))).to.deep.equal([1]);
    expect(
      times(40, late(1), late(2, { action: { name: 'cut', scope: 'group' } }), late(3, { second: {} })),
    ).to.deep.equal([1]);
    expect(times(40, late(1), late(2, { point: { atMs: 2, fleet: 'payments' } }), late(3))).to.deep.equal([1, 3]);
  });

  it('ends', () => {
    expect(times(40)).to.deep.equal([]);
    expect(times(40, late(1, { tries: MOST_TRIES }))).to.deep.equal([]);
  });
});

describe('adaptedSize', () => {
  it('halves a front that many did not reach in time, but not below the least', () => {
    expect(adaptedSize(40, { points: 40, reached: 20 }, 40)).to.equal(20);
    expect(adaptedSize(5, { points: 5, reached: 0 }, 40)).to.equal(4);
    expect(adaptedSize(1, { points: 1, reached: 0 }, 1)).to.equal(1);
  });

  it('grows again where all were there, up to what was asked for', () => {
    expect(adaptedSize(20, { points: 20, reached: 20 }, 40)).to.equal(30);
    expect(adaptedSize(40, { points: 40, reached: 40 }, 40)).to.equal(40);
    expect(adaptedSize(20, { points: 20, reached: 18 }, 40)).to.equal(20);
  });
});

describe('slowdownOf', () => {
  const reachedAfter = (atMs: number, heldMs: number): FaultedWorkflow =>
    ({ startedMs: 1000, task: taskAt(atMs), arrival: { heldMs } }) as unknown as FaultedWorkflow;

  it('is that of the middle workflow, and never less than alone', () => {
    expect(slowdownOf([reachedAfter(200, 1400), reachedAfter(400, 2600), reachedAfter(300, 1900)])).to.equal(3);
    expect(slowdownOf([reachedAfter(400, 1200)])).to.equal(1);
  });

  it('is unknown if no workflow came far enough to be measured', () => {
    expect(slowdownOf([])).to.equal(null);
    expect(slowdownOf([reachedAfter(50, 1500)])).to.equal(null);
  });
});
