import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { config } from '../chaos.config.ts';
import { checks, faults, harnessSabotageNames, type Scenario } from '../harness/index.ts';
import { jobSchema } from '../harness/model/plan.ts';
import { negativeControlOf } from '../harness/model/scenario.ts';
import { scenarios } from './index.ts';

describe('every scenario', () => {
  it('has its own name, and is in the configuration', () => {
    const names = scenarios.map((scenario) => scenario.name);
    expect(new Set(names).size).to.equal(names.length);
    expect(config.scenarios).to.equal(scenarios);
  });

  for (const scenario of scenarios) describe(scenario.name, () => contract(scenario));
});

function contract(scenario: Scenario): void {
  const plan = scenario.plan(7, scenario.params.parse({}));

  it('is in a file of its name', () => {
    expect(existsSync(new URL(`${scenario.name}.ts`, import.meta.url))).to.equal(true);
  });

  it('believes something that can be said in one sentence', () => {
    expect(scenario.hypothesis).to.match(/^[A-Z].*\.$/);
  });

  it('refuses a parameter that it does not know', () => {
    expect(scenario.params.safeParse({ 'no-such-parameter': 1 }).success).to.equal(false);
  });

  it('plans faults, checks and a workload that exist', () => {
    expect(plan.workload.length).to.be.greaterThan(0);
    expect(plan.schedule.length).to.be.greaterThan(0);
    const known = faults.map((fault) => fault.name);
    for (const planned of plan.schedule) expect(known).to.include(planned.fault);
    for (const check of plan.checks ?? []) expect(checks.map(({ name }) => name)).to.include(check);
    expect(plan.checks ?? []).to.include.members([
      'fault-landed',
      'every-workflow-completes',
      'blast-radius-contained',
    ]);
  });

  it('needs all that its faults need', () => {
    const needs = plan.schedule.flatMap(({ fault }) => faults.find((one) => one.name === fault)?.needs ?? []);
    expect(scenario.needs).to.include.members([...needs]);
  });

  it('has time for its faults and for work after them, if each time is the longest that it takes', () => {
    const { properties = {} } = scenario.params.toJSONSchema({ io: 'input', unrepresentable: 'any' });
    const longest = Object.entries(properties).flatMap(([name, schema]) =>
      name.endsWith('Ms') && typeof schema === 'object' ? [[name, schema.maximum] as const] : [],
    );
    const { schedule, runTimeMs } = scenario.plan(7, scenario.params.parse(Object.fromEntries(longest)));
    const inForceMs = schedule.reduce((sum, { healAfterMs }) => sum + healAfterMs, 0);
    expect(runTimeMs).to.be.at.least(inForceMs + 30_000);
  });

  it('has a workflow id for each job, and expects something of each', () => {
    const jobs = plan.workload.map((job) => jobSchema.parse(job));
    const ids = jobs.map((job) => job.workflowId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { expect: expected } of jobs) expect(expected.end).not.to.equal('');
  });

  it('asks only for books that its subject keeps', () => {
    const keeps = config.subjects[scenario.subject];
    const jobs = plan.workload.map((job) => jobSchema.parse(job).expect);
    if (keeps?.checkpoints !== true) expect(jobs.every((job) => job.checkpoints.length === 0)).to.equal(true);
    if (keeps?.effects !== true) expect(jobs.every((job) => job.effects.length === 0)).to.equal(true);
    expect(keeps).not.to.equal(undefined);
  });

  it('has a negative control: a sabotage that exists, and a check of its plan that catches it', () => {
    expect(scenario).to.have.property('control');
    const { sabotage, check } = negativeControlOf(scenario);
    expect([...Object.keys(config.sabotages), ...harnessSabotageNames]).to.include(sabotage);
    expect(plan.checks ?? []).to.include(check);
  });
}
