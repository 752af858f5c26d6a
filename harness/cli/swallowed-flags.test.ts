import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { refuseSwallowedFlags } from './swallowed-flags.ts';

describe('refuseSwallowedFlags', () => {
  const flags = ['seed', 'no-fault', 'keep-runs'];
  const npm = { npm_lifecycle_event: 'scenario' };

  it('tells how to write a flag that npm took', () => {
    expect(() => refuseSwallowedFlags('scenario', flags, { ...npm, npm_config_seed: '7' }))
      .to.throw(HarnessError, 'Write: npm run scenario worker-kill -- --seed 7')
      .with.property('code', 'CHAOS_USAGE');
  });

  it('sees a negated flag and one of two words', () => {
    expect(() => refuseSwallowedFlags('scenario', flags, { ...npm, npm_config_fault: '' })).to.throw('--no-fault');
    expect(() => refuseSwallowedFlags('scenario', flags, { ...npm, npm_config_keep_runs: '5' })).to.throw(
      '--keep-runs 5',
    );
  });

  it('lets everything else be, and npm settings of other scripts', () => {
    refuseSwallowedFlags('scenario', flags, npm);
    refuseSwallowedFlags('scenario', flags, { npm_lifecycle_event: 'test', npm_config_seed: '7' });
    refuseSwallowedFlags('scenario', flags, { ...npm, npm_config_yes: 'true' });
  });
});
