import { expect } from 'chai';
import type { JournalBody, JournalEntry } from '../../harness/model/journal.ts';
import { lifeTimesOf } from './life-times.ts';
import { readyTimesOf } from './ready-times.ts';

/** A journal of entries at given times. */
function journalOf(...entries: readonly (readonly [number, JournalBody])[]): readonly JournalEntry[] {
  const time = '2026-01-01T00:00:00.000Z';
  return entries.map(([atMs, body], index) => ({ sequence: index + 1, atMs, time, ...body }));
}

type Component = Extract<JournalBody, { kind: 'component' }>;

function worker(incarnation: number, change: Component['change'], more: Partial<Component> = {}): Component {
  return { kind: 'component', component: 'worker-1', incarnation, change, ...more };
}

const killed = worker(1, 'exited', { signal: 'SIGKILL', exitCode: null, purpose: 'fault' });
const calls = {
  component: 'worker-1',
  incarnation: 1,
  kill: {
    calledMs: 100,
    returnedMs: 130,
  },
  start: { calledMs: 140 },
};

describe('lifeTimesOf', () => {
  const lived = journalOf(
    ...([[1, worker(1, 'spawned')] as const, [50, worker(1, 'ready')]] as const),
    ...([[120, killed] as const, [121, { ...killed, component: 'worker-2' }]] as const),
    ...([[150, worker(2, 'spawned')] as const, [1140, worker(2, 'ready')], [1500, worker(3, 'ready')]] as const),
  );

  it('counts from the calls to what is journalled of the life that ended and of the next one', () => {
    const expected = { endedMs: 20, killedMs: 30, runningMs: 10, firstPollMs: 1000 };
    expect(lifeTimesOf(lived, calls)).to.deep.equal(expected);
  });

  it('takes no other life or component for it', () => {
    expect(() => lifeTimesOf(lived, { ...calls, incarnation: 2 })).to.throw(/exited in life 2, but it is not/);
    expect(() => lifeTimesOf(lived.slice(0, 4), calls)).to.throw(/spawned in life 2, but it is not/);
    expect(() => lifeTimesOf(lived.slice(0, 5), calls)).to.throw(/ready in life 2, but it is not/);
  });

  it('is not told by a worker that ended by itself', () => {
    const died = worker(1, 'exited', { signal: null, exitCode: 3, purpose: 'unplanned' });
    expect(() => lifeTimesOf(journalOf([120, died]), calls)).to.throw(
      /end of its kill, but it ended of 3 \(unplanned\)/,
    );
    const reaped = worker(1, 'exited', { signal: 'SIGKILL', exitCode: null, purpose: 'unplanned' });
    expect(() => lifeTimesOf(journalOf([120, reaped]), calls)).to.throw(/ended of SIGKILL \(unplanned\)/);
  });
});

describe('readyTimesOf', () => {
  const begin = { kind: 'phase', phase: 'provision', state: 'begin' } as const;
  const end = { kind: 'phase', phase: 'provision', state: 'end', outcome: 'ok' } as const;

  it('counts from the beginning of provision, in the order they came, and leaves out what was started later', () => {
    const temporal: JournalBody = { kind: 'component', component: 'temporal', incarnation: 1, change: 'ready' };
    const fresh: JournalBody = { ...temporal, component: 'worker-3' };
    const journal = journalOf([10, begin], [12, worker(1, 'spawned')], [60, temporal], [90, worker(1, 'ready')]);
    const later = journalOf([95, end], [300, fresh]);
    expect(Object.entries(readyTimesOf([...journal, ...later]))).to.deep.equal([
      ['temporal', 50],
      ['worker-1', 80],
    ]);
  });

  it('says so where the journal ends before the stack was up', () => {
    expect(() => readyTimesOf(journalOf([10, begin]))).to.throw(/a run that was provisioned/);
  });
});
