import { expect } from 'chai';
import { config as real } from '../../../chaos.config.ts';
import { scenarios } from '../../../scenarios/index.ts';
import { asksApi, type Job, type Plan, type PlannedFault } from '../../model/plan.ts';
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

describe('a plan with fleets', () => {
  const fleets = { payments: { command: ['python', 'payments.py'], taskQueue: 'payments' } } as const;

  it('says how many workers those of the configuration have, and no others', () => {
    const plan = planned('worker-kill');
    expect(() => validatePlan({ ...real, fleets }, { ...plan, fleets: { payments: 2 } })).not.to.throw();
    expect(() => validatePlan({ ...real, fleets }, { ...plan, fleets: { payment: 2 } })).to.throw(
      'There is no fleet named "payment", of which the plan says how many workers it has. Did you mean "payments"?',
    );
    expect(() => validatePlan(real, { ...plan, fleets: { payments: 2 } })).to.throw('chaos.config.ts names none.');
  });
});

describe('a fault of a service', () => {
  const onService = (name: string): Plan =>
    planned('supabase-kill', { fault: 'service-kill', target: { role: 'component', name } });
  const command = ['node', 'payments.js'] as const;
  const config = { ...real, services: { payments: { http: { command } }, bank: { http: 'http://127.0.0.1:4242' } } };

  it('strikes one that the configuration starts, and no other component', () => {
    expect(() => validatePlan(config, onService('payments'))).not.to.throw();
    for (const name of ['bank', 'worker-1', 'supabase']) {
      expect(() => validatePlan(config, onService(name))).to.throw(
        `service-kill can't strike ${name}. Choose one of: payments.`,
      );
    }
  });

  it('is refused by name if the configuration starts none', () => {
    expect(() => validatePlan(real, onService('payments'))).to.throw(
      "service-kill can't strike payments. chaos.config.ts starts no service: set `services`.",
    );
  });
});

describe('a job of a plan with faults', () => {
  const rolling = planned('worker-deploy-rolling');
  const jobsWith = (change: Partial<Job>): Plan => ({
    ...rolling,
    workload: rolling.workload.map((job) => ({ ...job, ...change })),
  });
  const onVersion = (name: string): Plan => {
    const [first] = rolling.workload;
    if (first === undefined) throw new Error('Expected a job.');
    return jobsWith({ expect: { ...first.expect, version: { completes: 'last-task', name } } });
  };

  it('starts, and gets signals, after a fault of the plan alone', () => {
    expect(() => validatePlan(real, rolling)).not.to.throw();
    expect(() => validatePlan(real, jobsWith({ startAfterFault: 'replace-3' }))).to.throw(
      /^The job document-01 starts after the fault "replace-3", which the plan does not have\. Did you mean "replace-/,
    );
    const cancelled = (id: string): Plan =>
      jobsWith({ actions: [{ kind: 'cancel', name: '', args: [], after: { kind: 'injected', id } }] });
    expect(() => validatePlan(real, cancelled('replace-1'))).not.to.throw();
    expect(() => validatePlan(real, cancelled('replace-3'))).to.throw(
      /^The job document-01 has a cancel after the fault "replace-3", which the plan does not have\. Did you mean "replace-/,
    );
  });

  it('has actions after a fault of the plan alone', () => {
    const [review] = rolling.workload.flatMap(({ actions }) => actions);
    if (review === undefined) throw new Error('Expected an action.');
    expect(() => validatePlan(real, jobsWith({ actions: [{ ...review, afterFault: 'replace-1' }] }))).not.to.throw();
    expect(() => validatePlan(real, jobsWith({ actions: [{ ...review, afterFault: 'replace-3' }] }))).to.throw(
      /^The job document-01 has a signal after the fault "replace-3", which the plan does not have\. Did you mean "replace-/,
    );
  });

  it('must run on a version that the plan begins with or deploys', () => {
    expect(() => validatePlan(real, onVersion('v2'))).not.to.throw();
    expect(() => validatePlan(real, { ...onVersion('v1'), version: 'v1' })).not.to.throw();
    expect(() => validatePlan(real, onVersion('v99'))).to.throw(
      /^The job document-01 must run on the version "v99", which the plan never runs\. Did you mean "v2"\?$/,
    );
    expect(() => validatePlan(real, { ...onVersion('v9'), schedule: planned('worker-kill').schedule })).to.throw(
      /It names no version\.$/,
    );
  });

  it('may name what is not there if the plan is run without its faults', () => {
    expect(() => validatePlan(real, { ...rolling, schedule: [] })).not.to.throw();
    expect(() => validatePlan(real, { ...onVersion('v99'), schedule: [] })).not.to.throw();
  });
});

describe('a job that expects rows', () => {
  const expecting = (table: string): Plan => {
    const plan = planned('worker-kill');
    const rows = [{ table, columns: {} }];
    return { ...plan, workload: plan.workload.map((job) => ({ ...job, expect: { ...job.expect, rows } })) };
  };

  it('expects them of a table of its subject', () => {
    expect(() => validatePlan(real, expecting('documents'))).not.to.throw();
    expect(() => validatePlan(real, expecting('document'))).to.throw(
      /^The job document-01 expects a row of "document", which is no table of its subject\. Did you mean "documents"\?$/,
    );
    const subjects = { documents: { checkpoints: true, effects: true } };
    expect(() => validatePlan({ ...real, subjects }, expecting('documents'))).to.throw(
      /no table of its subject\. Name it in `tables` of the subject\.$/,
    );
  });
});

describe('the scenario of a plan', () => {
  it('names a folder, so no name is taken that leads elsewhere', () => {
    for (const scenario of ['../../x', 'a/b', 'x'.repeat(300)])
      expect(() => validatePlan(real, { ...planned('worker-kill'), scenario })).to.throw(
        /^The scenario ".+" names the folder of its runs, so it must .+\. Rename it\.$/,
      );
    expect(() => validatePlan(real, { ...planned('worker-kill'), scenario: '付款' })).not.to.throw();
  });
});
