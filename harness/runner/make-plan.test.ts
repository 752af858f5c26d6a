import { expect } from 'chai';
import fc from 'fast-check';
import { scenarios } from '../../scenarios/index.ts';
import { HarnessError } from '../errors.ts';
import type { ClientAction } from '../model/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { makePlan, parsePlan } from './make-plan.ts';

const choices = { params: {}, sabotage: null, noFault: false, harnessVersion: '1.2.3' } as const;

describe('makePlan', () => {
  for (const scenario of scenarios) {
    it(`makes the same bytes from the same seed: ${scenario.name}`, () => {
      fc.assert(
        fc.property(fc.nat(), (seed) => {
          const bytes = (): string => JSON.stringify(makePlan(scenario, { ...choices, seed }));
          const first = bytes();
          expect(bytes()).to.equal(first);
          expect(JSON.stringify(parsePlan(JSON.parse(first)))).to.equal(first);
        }),
        { numRuns: 20 },
      );
    });

    it(`has different plans for different seeds: ${scenario.name}`, () => {
      const plans = new Set(
        Array.from({ length: 20 }, (_, seed) => JSON.stringify(makePlan(scenario, { ...choices, seed }).workload)),
      );
      const moments = new Set(
        Array.from({ length: 20 }, (_, seed) => JSON.stringify(makePlan(scenario, { ...choices, seed }).schedule)),
      );
      expect(plans.size + moments.size).to.be.greaterThan(10);
    });

    it(`holds nothing of the machine or the run: ${scenario.name}`, () => {
      const text = JSON.stringify(makePlan(scenario, { ...choices, seed: 1 }));
      expect(text).not.to.match(/127\.0\.0\.1|localhost|\/tmp|"pid"|20\d\d-\d\d-\d\dT/);
    });
  }

  it('leaves the schedule empty without the fault, and all else the same', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    const { schedule, ...rest } = makePlan(scenario, { ...choices, seed: 5, noFault: true });
    const { schedule: _, ...full } = makePlan(scenario, { ...choices, seed: 5 });
    expect(schedule).to.deep.equal([]);
    expect(rest).to.deep.equal(full);
  });

  it('leaves out what a client does when a fault is in force where there is none', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    const started: ClientAction = { kind: 'cancel', name: '', args: [], after: { kind: 'started' } };
    const actions: ClientAction[] = [started, { ...started, after: { kind: 'injected', id: 'kill' } }];
    const acting: Scenario = {
      ...scenario,
      plan: (seed, params) => {
        const body = scenario.plan(seed, params);
        return { ...body, workload: body.workload.map((job) => ({ ...job, actions })) };
      },
    };
    const actionsOf = (noFault: boolean): unknown =>
      makePlan(acting, { ...choices, seed: 1, noFault }).workload[0]?.actions;
    expect(actionsOf(false)).to.deep.equal(actions);
    expect(actionsOf(true)).to.deep.equal([started]);
  });

  it('refuses a plan without a workload, or a job without actions, also without the fault', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    for (const workload of [undefined, [{ workflowType: 'a', workflowId: 'b', args: [] }]]) {
      const plan = (): never => ({ workload, workers: 1, schedule: [], checks: [], runTimeMs: 1 }) as never;
      expect(() => makePlan({ ...scenario, plan }, { ...choices, seed: 1, noFault: true }))
        .to.throw(HarnessError)
        .with.property('code', 'CHAOS_BAD_PLAN');
    }
  });

  it('refuses a parameter that the scenario does not know', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    expect(() => makePlan(scenario, { ...choices, seed: 1, params: { document: 3 } }))
      .to.throw(HarnessError, /document/)
      .with.property('code', 'CHAOS_USAGE');
  });
});

describe('parsePlan', () => {
  it('refuses a newer schema in a sentence', () => {
    expect(() => parsePlan({ schema: 'durable-chaos/plan@99' }))
      .to.throw(HarnessError, 'it says durable-chaos/plan@99')
      .with.property('code', 'CHAOS_BAD_PLAN');
  });

  it('names the path of what is wrong', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    const plan = { ...makePlan(scenario, { ...choices, seed: 1 }), seed: 'seven' };
    expect(() => parsePlan(plan)).to.throw(HarnessError, /`seed` must be a/);
  });

  it('refuses a reason of failure for a job that is to end otherwise', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new Error('Expected a scenario.');
    const { workload, ...rest } = makePlan(scenario, { ...choices, seed: 1 });
    const failure = { type: 'PaymentDeclined' };
    const changed = workload.map((job) => ({ ...job, expect: { ...job.expect, failure } }));
    expect(() => parsePlan({ ...rest, workload: changed })).to.throw(
      HarnessError,
      '`workload.0.expect.failure` needs the end "failed"',
    );
  });
});
