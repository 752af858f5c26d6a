import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { durationOption, timeLimitOption } from './duration-option.ts';

describe('durationOption', () => {
  const read = durationOption({
    flag: 'for',
    fromMs: 100,
    toMs: 3_600_000,
    range: 'from 100ms to 1h',
    example: '10s',
  });

  it('takes what lies in its range, both ends included', () => {
    expect(['100ms', '10s', '1h'].map((text) => read(text))).to.deep.equal([100, 10_000, 3_600_000]);
  });

  for (const text of ['', '10', '-5s', '99ms', '0s', '61m', '1.1h', '10 s', '1e3ms']) {
    it(`refuses "${text}"`, () => {
      expect(() => read(text))
        .to.throw(HarnessError, `from 100ms to 1h after --for, not "${text}". Example: --for 10s`)
        .with.property('code', 'CHAOS_USAGE');
    });
  }
});

describe('timeLimitOption', () => {
  it('takes every duration above zero', () => {
    expect(['500ms', '90s', '45m', '1.5h'].map((text) => timeLimitOption(text))).to.deep.equal([
      500, 90_000, 2_700_000, 5_400_000,
    ]);
  });

  for (const text of ['45', '0m', '0.1ms', `${'9'.repeat(400)}s`]) {
    it(`refuses "${text.slice(0, 8)}"`, () => {
      expect(() => timeLimitOption(text)).to.throw(HarnessError, 'Example: --time-limit 45m');
    });
  }
});
