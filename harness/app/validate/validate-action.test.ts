import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { validateAction } from './validate-action.ts';

describe('validateAction', () => {
  it('takes an action of the registry, and suggests one for a name that is none', () => {
    expect(validateAction('crash-database')).to.equal('crash-database');
    expect(() => validateAction('crash-databse'))
      .to.throw(HarnessError, 'Did you mean "crash-database"?')
      .with.property('code', 'CHAOS_USAGE');
  });
});
