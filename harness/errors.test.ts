import { expect } from 'chai';
import { afterMs } from './errors.ts';

describe('afterMs', () => {
  it('says how long it took, and nothing where nothing was waited for', () => {
    expect(afterMs(12.4)).to.equal(' after 12 ms');
    expect(afterMs(0.4)).to.equal('');
  });
});
