import { expect } from 'chai';
import { recoverySlackMs } from './front.ts';

describe('recoverySlackMs', () => {
  it('is long enough for the timeouts of the system, as far as these are minutes at most', () => {
    const of = (...all: readonly number[]): number => recoverySlackMs(all.map((detectionMs) => ({ detectionMs })));
    expect(of(2000)).to.equal(32_000);
    expect(of(2000, 60_000)).to.equal(90_000);
    expect(of(3_600_000)).to.equal(150_000);
  });
});
