import { expect } from 'chai';
import { config as real } from '../../../chaos.config.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { NegativeControl, Scenario } from '../../model/scenario.ts';
import { validateControl } from './validate-control.ts';

function configWith(control: NegativeControl | undefined): ChaosConfig {
  const { control: _own, ...scenario } = real.scenarios.find(({ name }) => name === 'worker-kill') as Scenario;
  return { ...real, scenarios: [control === undefined ? scenario : { ...scenario, control }] };
}

const refuse = (control: NegativeControl | undefined): void => validateControl(configWith(control), 'worker-kill');

describe('the negative control of a scenario', () => {
  it('may be left out, be of the system or of the harness', () => {
    expect(() => refuse(undefined)).not.to.throw();
    expect(() => refuse({ sabotage: 'progress-ignored', check: 'progress-resumed' })).not.to.throw();
    expect(() => refuse({ sabotage: 'fault-noop', check: 'fault-landed' })).not.to.throw();
  });

  it('is refused if its sabotage does not exist: it would protect nothing', () => {
    expect(() => refuse({ sabotage: 'progress-ignore', check: 'progress-resumed' }))
      .to.throw(
        'The control of the scenario worker-kill names the sabotage "progress-ignore", which does not exist. Did you mean "progress-ignored"?',
      )
      .with.property('code', 'CHAOS_BAD_CONFIG');
  });

  it('is refused if its check does not exist', () => {
    expect(() => refuse({ sabotage: 'fault-noop', check: 'fault-lands' })).to.throw('names the check "fault-lands"');
  });

  it('is not looked for in a plan of a scenario that the configuration lacks', () => {
    expect(() => validateControl(real, 'a-plan-of-my-own')).not.to.throw();
  });
});
