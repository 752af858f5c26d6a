import { expect } from 'chai';
import { checks } from '../../../harness/checks/index.ts';
import { whyKept } from './kept-checks.ts';

describe('the reasons to keep checks that find no mutant alone', () => {
  it('are of checks that there are, in one or two sentences', () => {
    const names = checks.map(({ name }) => name);
    expect(Object.keys(whyKept).filter((name) => !names.includes(name))).to.deep.equal([]);
    for (const reason of Object.values(whyKept)) expect(reason).to.match(/^[A-Z].*\.$/);
  });
});
