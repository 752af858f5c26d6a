import { expect } from 'chai';
import { whyOutOfTime } from './time-limit.ts';

describe('whyOutOfTime', () => {
  const time = { limitMs: 60_000, elapsedMs: 0, longestMs: null, plannedMs: 45_000 };

  it('lets everything be started where there is no limit', () => {
    expect(whyOutOfTime({ ...time, limitMs: null, elapsedMs: 1e9 })).to.equal(null);
  });

  it("goes by the plan's limit before the first run", () => {
    expect(whyOutOfTime({ ...time, elapsedMs: 15_000 })).to.equal(null);
    expect(whyOutOfTime({ ...time, elapsedMs: 15_001 })).to.equal(
      'time limit: 45.0 s of 1 min 00 s were left, and its plan allows 45.0 s',
    );
  });

  it('goes by the longest run so far after it', () => {
    const later = { ...time, longestMs: 18_000 };
    expect(whyOutOfTime({ ...later, elapsedMs: 42_000 })).to.equal(null);
    expect(whyOutOfTime({ ...later, elapsedMs: 42_001 })).to.match(/the longest run so far took 18\.0 s$/);
    expect(whyOutOfTime({ ...later, elapsedMs: 99_000 })).to.match(/^time limit: 0 ms of/);
  });
});
