import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { parseShare } from './parse-share.ts';

describe('parseShare', () => {
  it('reads a share in percent', () => {
    expect(['0%', '5%', '12.5%', '100%'].map(parseShare)).to.deep.equal([0, 0.05, 0.125, 1]);
  });

  for (const bad of ['', '5', '%', '-5%', '100.1%', '5 %', 'all', '1e2%']) {
    it(`refuses "${bad}"`, () => {
      expect(() => parseShare(bad)).to.throw(HarnessError, `not "${bad}". Example: --audit 5%`);
    });
  }
});
