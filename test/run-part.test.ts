import { expect } from 'chai';
import { countOf } from './run-part.ts';

describe('counting what Mocha has printed', () => {
  it('adds up what passed and what failed', () => {
    expect(countOf('\n  12 passing (3s)\n', 0)).to.deep.equal({ passed: 12, failed: 0 });
    expect(countOf('\n\u001B[32m  12 passing\u001B[0m\n  2 failing\n', 2)).to.deep.equal({ passed: 12, failed: 2 });
    expect(countOf('  1 passing (1s)\n\n  2 passing (1s)\n', 0)).to.deep.equal({ passed: 3, failed: 0 });
  });

  it('counts a skipped test, a crash and an empty part as failures', () => {
    expect(countOf('  12 passing (3s)\n  1 pending\n', 0)).to.deep.equal({ passed: 12, failed: 1 });
    expect(countOf('  12 passing (3s)\n', 1)).to.deep.equal({ passed: 12, failed: 1 });
    expect(countOf('', 1)).to.deep.equal({ passed: 0, failed: 1 });
    expect(countOf('', 0)).to.deep.equal({ passed: 0, failed: 1 });
    expect(countOf('  12 passing (3s)\n', null)).to.deep.equal({ passed: 12, failed: 1 });
  });
});
