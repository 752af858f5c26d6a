import { expect } from 'chai';
import { checkNames } from '../checks/index.ts';
import { builtInRegistry, checksOfAnyRun } from './registry.ts';

describe('checksOfAnyRun', () => {
  it('leaves out what a plan asks for by name, so no report calls it not judged', () => {
    const expected = ['values-as-expected', 'rows-as-expected', 'activity-options-as-expected'];
    expect(checksOfAnyRun(builtInRegistry)).to.have.members([...checkNames, ...expected]);
    for (const asked of ['stops-gracefully', 'runs-on-version']) expect(checkNames).not.to.include(asked);
  });
});
