import { expect } from 'chai';
import { config as real } from '../../../chaos.config.ts';
import { scenarios } from '../../../scenarios/index.ts';
import { asksApi, type Plan, type PlannedFault } from '../../model/plan.ts';
import { makePlan } from '../../runner/make-plan.ts';
import { validatePlan } from './validate-plan.ts';

const planned = (name: string, change: Partial<PlannedFault> = {}): Plan => {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`Expected a scenario named ${name}.`);
  const plan = makePlan(scenario, { seed: 7, params: {} });
  return { ...plan, schedule: plan.schedule.map((fault) => ({ ...fault, ...change })) };
};
const { api: _api, ...withoutApi } = real;
const onLink = { fault: 'link-cut', target: { role: 'component', name: 'api', link: 'temporal' } } as const;

describe('a plan that asks the API', () => {
  it('is one with a request, or with a fault that strikes the API', () => {
    expect(asksApi(planned('api-kill'))).to.equal(true);
    expect(asksApi({ ...planned('api-kill'), workload: [] })).to.equal(true);
    expect(asksApi({ ...planned('api-kill'), schedule: [] })).to.equal(true);
    expect(asksApi(planned('worker-kill'))).to.equal(false);
  });

  it('is refused where the configuration names no API', () => {
    expect(() => validatePlan(withoutApi, planned('api-kill'))).to.throw(/^The plan asks the system's API, but /);
    expect(() => validatePlan(withoutApi, planned('worker-kill'))).not.to.throw();
  });

  it('may strike a link of the API, as it may one of a worker', () => {
    expect(() => validatePlan(real, planned('api-answer-lost', onLink))).not.to.throw();
    const elsewhere = { ...onLink, target: { ...onLink.target, name: 'temporal' } } as const;
    expect(() => validatePlan(real, planned('api-answer-lost', elsewhere))).to.throw(/Choose one of: .*, api\.$/);
  });

  it('may not strike the API with the fault of another component', () => {
    const target = { role: 'component', name: 'api' } as const;
    expect(() => validatePlan(real, planned('api-kill', { fault: 'worker-kill', target }))).to.throw(/Choose one of: /);
    expect(() => validatePlan(real, planned('api-kill', { target: { role: 'holder' } }))).to.throw(
      /Choose one of: api/,
    );
  });
});
