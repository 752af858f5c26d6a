import { expect } from 'chai';
import { stampAll } from '../../../test/samples/sample-clock.ts';
import { wallClockOf } from './wall-clock.ts';

const tick = { kind: 'stall', stallMs: 0 } as const;

describe('wallClockOf', () => {
  const journal = stampAll([
    [0, tick],
    [1000, tick],
    [5000, tick],
  ]);

  it('places a time before, between and after the entries of the journal', () => {
    const clock = wallClockOf(journal);
    const times = ['11:59:59.500', '12:00:00.400', '12:00:03.900', '12:00:09.000'];
    expect(times.map((time) => clock(`2026-11-22T${time}Z`))).to.deep.equal([-500, 400, 3900, 9000]);
  });

  it('follows the nearest entry where the wall clock was set during the run', () => {
    const late = journal.map((entry) => (entry.atMs === 5000 ? { ...entry, time: '2026-11-22T13:00:05.000Z' } : entry));
    const clock = wallClockOf(late);
    expect(clock('2026-11-22T12:00:00.900Z')).to.equal(900);
    expect(clock('2026-11-22T13:00:05.100Z')).to.equal(5100);
  });

  it('reads times with nanoseconds, as Temporal writes them', () => {
    expect(wallClockOf(journal)('2026-11-22T12:00:01.123456789Z')).to.equal(1123);
  });

  it('tells nothing without a journal or from what is no time', () => {
    expect(wallClockOf([])('2026-11-22T12:00:00Z')).to.equal(null);
    expect(wallClockOf(journal)('yesterday')).to.equal(null);
  });
});
