import { expect } from 'chai';
import { count } from './count.ts';

describe('count', () => {
  it('gives one noun to one, its plural to every other number, and parts thousands', () => {
    expect(count(1, 'row')).to.equal('1 row');
    expect(count(0, 'row')).to.equal('0 rows');
    expect(count(2, 'effect witness')).to.equal('2 effect witnesses');
    expect(count(3, 'prefix')).to.equal('3 prefixes');
    expect(count(2, 'history', 'histories')).to.equal('2 histories');
    expect(count(1_234_567, 'event')).to.equal('1 234 567 events');
  });
});
