import { expect } from 'chai';
import { config } from '../../../chaos.config.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { PlannedFault } from '../../model/plan.ts';
import { builtInRegistry } from '../registry.ts';
import { validatePlannedFault } from './validate-planned-fault.ts';

describe('a planned fault of a link', () => {
  const { plan } = correctRun();
  const [kill] = plan.schedule;
  const onLink = (link: string): PlannedFault => {
    if (kill === undefined) throw new TypeError('Expected a fault.');
    return { ...kill, fault: 'link-cut', params: {}, target: { role: 'component', name: 'worker-1', link } };
  };
  const validate = (link: string): void => {
    const services = { payments: { http: 'http://127.0.0.1:4242' } };
    validatePlannedFault(builtInRegistry, { config: { ...config, services }, plan }, onLink(link));
  };

  it('may be of any link that workers have, also to a service of the configuration', () => {
    for (const link of ['temporal', 'supabase', 'outside', 'payments'])
      expect(() => validate(link), link).not.to.throw();
  });

  it('is refused where no worker has that link, and the nearest is named', () => {
    expect(() => validate('payment')).to.throw(
      'link-cut can\'t strike the link to "payment", which no worker has. Did you mean "payments"?',
    );
  });
});
