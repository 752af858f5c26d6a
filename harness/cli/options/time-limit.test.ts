import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { parseTimeLimit, whyOutOfTime } from './time-limit.ts';

describe('parseTimeLimit', () => {
  const table = { '90s': 90_000, '45m': 2_700_000, '1.5h': 5_400_000, '0.5s': 500 };
  for (const [text, ms] of Object.entries(table)) {
    it(`reads ${text}`, () => {
      expect(parseTimeLimit(text)).to.equal(ms);
    });
  }

  for (const text of ['45', 'm', '', '0m', '-1m', '45 m', '45M', '1d', '45min', '1e9h', `${'9'.repeat(400)}s`]) {
    it(`refuses "${text.slice(0, 8)}"`, () => {
      expect(() => parseTimeLimit(text))
        .to.throw(HarnessError, 'Write: --time-limit 45m')
        .with.property('code', 'CHAOS_USAGE');
    });
  }
});

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
