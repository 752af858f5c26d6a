import { expect } from 'chai';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  const names = ['worker-kill', 'temporal-link-timeout', 'greeting-worker-kill'];

  it('finds what was most likely meant', () => {
    expect(nearest('worker-kil', names)).to.equal('worker-kill');
    expect(nearest('wroker-kill', names)).to.equal('worker-kill');
    expect(nearest('temporal-timeout', names)).to.equal('temporal-link-timeout');
  });

  it('suggests nothing far off, and lists all instead', () => {
    expect(nearest('zzzzzzzzzzzzzzzzzzzz', names)).to.equal(undefined);
    expect(didYouMean('zzzzzzzzzzzzzzzzzzzz', names)).to.equal(`Choose one of: ${names.join(', ')}.`);
  });
});
