import { expect } from 'chai';
import { config } from '../../../chaos.config.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Plan, PlannedFault } from '../../model/plan.ts';
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

describe('a planned fault that takes time to be seen', () => {
  const { plan } = correctRun();
  const validate = (healAfterMs: number): void => {
    const target = { role: 'component', name: 'worker-1', link: 'temporal' } as const;
    const flap = { id: 'flap', at: { kind: 'elapsed', ms: 0 }, fault: 'link-flap', params: {}, target } as const;
    validatePlannedFault(builtInRegistry, { config, plan }, { ...flap, healAfterMs });
  };

  it('is refused where it heals earlier', () => {
    expect(() => validate(2000)).not.to.throw();
    expect(() => validate(1999)).to.throw(
      "link-flap can't be injected: it must be in force for 2000 ms or more to be seen. Raise `healAfterMs`.",
    );
  });
});

describe('a planned fault of a fleet', () => {
  const { plan } = correctRun();
  const fleets = { payments: { command: ['python', 'payments.py'], taskQueue: 'payments', count: 2 } } as const;
  const validate = (change: Partial<PlannedFault>, changed: Partial<Plan> = {}): void => {
    const [kill] = plan.schedule;
    if (kill === undefined) throw new TypeError('Expected a fault.');
    const where = { config: { ...config, fleets }, plan: { ...plan, ...changed } };
    validatePlannedFault(builtInRegistry, where, { ...kill, ...change });
  };

  it('may strike its workers by name, and the holder of a task in it', () => {
    validate({ target: { role: 'component', name: 'worker-payments-2' } });
    validate({ target: { role: 'component', name: 'worker-payments-3' } }, { fleets: { payments: 3 } });
    validate({ target: { role: 'holder', fleet: 'payments', activityType: 'charge' } });
    validate({ target: { role: 'holder', fleet: 'workers' } });
  });

  it('is refused where there is no such fleet or no such worker of it', () => {
    expect(() => validate({ target: { role: 'holder', fleet: 'payment' } })).to.throw(
      'worker-kill can\'t strike a worker of the fleet "payment", which chaos.config.ts does not name. Did you mean "payments"?',
    );
    expect(() => validate({ target: { role: 'component', name: 'worker-payments-3' } })).to.throw(
      "worker-kill can't strike worker-payments-3. Choose one of: worker-1, worker-2, worker-payments-1, worker-payments-2.",
    );
    expect(() => validate({ target: { role: 'component', name: 'worker-mail-1' } })).to.throw('worker-mail-1');
  });

  it('replaces its workers by no other version, which only the workers of `workers` have', () => {
    const replace = { fault: 'worker-replace', params: { version: 'v2' } };
    for (const target of [
      { role: 'holder', fleet: 'payments' },
      { role: 'component', name: 'worker-payments-1' },
    ] as const) {
      expect(() => validate({ ...replace, target })).to.throw('the workers of the fleet payments have no version "v2"');
      validate({ ...replace, params: {}, target });
    }
    validate({ ...replace, target: { role: 'holder', fleet: 'workers' } });
    validate({ ...replace, params: {}, target: { role: 'holder' } });
    expect(() => validate({ ...replace, target: { role: 'holder' } }), 'the holder in any fleet').to.throw(
      'the holder may be of a fleet that has no version "v2". Name the fleet `workers` in the target.',
    );
  });
});
