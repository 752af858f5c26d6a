import { expect } from 'chai';
import { actions } from '../../actions/index.ts';
import { HarnessError } from '../../errors.ts';
import { builtInRegistry, registryOf } from '../registry.ts';
import { actionNamed } from './validate-action.ts';

describe('actionNamed', () => {
  it('finds an action of the registry, and suggests one for a name that is none', () => {
    expect(actionNamed(builtInRegistry, 'crash-database').name).to.equal('crash-database');
    expect(() => actionNamed(builtInRegistry, 'crash-databse'))
      .to.throw(HarnessError, 'Did you mean "crash-database"?')
      .with.property('code', 'CHAOS_USAGE');
  });

  it('finds an action of the configuration, which must not have the name of one of ours', () => {
    const [crash] = actions;
    if (crash === undefined) throw new Error('Expected an action.');
    const own = { ...crash, name: 'bounce' };
    expect(actionNamed(registryOf({ actions: [own] }), 'bounce')).to.equal(own);
    expect(() => registryOf({ actions: [crash] }))
      .to.throw(HarnessError, '`actions` has "crash"')
      .with.property('code', 'CHAOS_BAD_CONFIG');
  });
});
