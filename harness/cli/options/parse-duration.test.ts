import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { describeDuration, parseDuration } from './parse-duration.ts';

describe('parseDuration', () => {
  const read = parseDuration('for');

  it('reads milliseconds, seconds, minutes and hours', () => {
    const read1 = ['100ms', '10s', '1.5s', '2m', '1h', ' 5s '].map((text) => read(text));
    expect(read1).to.deep.equal([100, 10_000, 1500, 120_000, 3_600_000, 5000]);
  });

  for (const text of ['', '10', '-5s', '99ms', '0s', '61m', '1.1h', '10 s', '5 parsecs', '1e3ms', 'Infinityms']) {
    it(`refuses "${text}"`, () => {
      expect(() => read(text)).to.throw(HarnessError, `after --for, but got "${text}". Write: --for 10s`);
    });
  }
});

describe('describeDuration', () => {
  it('takes as few words as it can', () => {
    const said = [40, 999, 1500, 10_000, 59_400, 60_000, 125_000, 3_600_000, 3_780_000].map(describeDuration);
    expect(said).to.deep.equal(['40 ms', '999 ms', '1.5 s', '10 s', '59 s', '1 m', '2 m 5 s', '1 h', '1 h 3 m']);
  });
});
