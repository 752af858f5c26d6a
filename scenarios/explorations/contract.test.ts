import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import type { ExploredWorkflow, Job, Json } from '../../harness/index.ts';
import { jobSchema } from '../../harness/model/plan.ts';
import { workerConfig } from '../../system-under-test/config.ts';
import { explorations } from './index.ts';

describe('every exploration', () => {
  it('is in the configuration, with the folder of its sources', () => {
    const configured = Object.entries(config.explorations ?? {});
    expect(configured.map(([name]) => name)).to.deep.equal(Object.keys(explorations));
    for (const [name, { sources = '', ...explored }] of configured) {
      expect(explored).to.deep.equal(explorations[name]);
      expect(existsSync(sources), sources).to.equal(true);
    }
  });

  for (const [name, explored] of Object.entries(explorations)) describe(name, () => contract(name, explored));
});

function contract(name: string, explored: ExploredWorkflow): void {
  const cases = Object.entries(explored.cases).map(([way, written]) => {
    const make = (workflowId: string): Job => jobSchema.parse(written(workflowId));
    return { way, make, job: make('some-id') };
  });

  it('has cases, each named in plain words', () => {
    expect(cases).not.to.deep.equal([]);
    for (const { way } of cases) expect(way).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it('makes the same job of the same workflow id, in plain JSON', () => {
    for (const { make, job } of cases) {
      expect(make('some-id')).to.deep.equal(job);
      expect(JSON.parse(JSON.stringify(job))).to.deep.equal(job);
    }
  });

  it('makes jobs that differ in nothing but the workflow id', () => {
    for (const { make, job } of cases) {
      const other = make('another-id');
      expect(other.workflowId).to.equal('another-id');
      expect(JSON.parse(JSON.stringify(other).replaceAll('another-id', 'some-id'))).to.deep.equal(job);
    }
  });

  it('starts the workflow type that it is named for, at once', () => {
    for (const { job } of cases) {
      expect(job).to.include({ workflowType: name, workflowId: 'some-id' });
      expect(job.startAfterMs).to.equal(undefined);
    }
  });

  it('expects an end, and work in every book that its subject keeps and in no other', () => {
    const keeps = config.subjects[explored.subject];
    expect(keeps).not.to.equal(undefined);
    for (const { job } of cases) {
      expect(job.expect.end).to.match(/^(completed|canceled)$/);
      if (job.expect.end === 'completed') expect(job.expect.result).not.to.equal(undefined);
      expect(job.expect.checkpoints.length > 0).to.equal(keeps?.checkpoints);
      expect(job.expect.effects.length > 0).to.equal(keeps?.effects);
    }
  });

  it('names what its effects are about by the workflow id, so that cases that run at once share nothing', () => {
    for (const { job } of cases) {
      for (const { subject } of job.expect.effects) expect(Object.values(subject)).to.include('some-id');
    }
  });

  it('sends each action after an event of its event history or after its end, and none after a time', () => {
    for (const { after, delayMs } of cases.flatMap(({ job }) => job.actions)) {
      expect(after.kind).to.match(/^(event|ended)$/);
      expect(delayMs).to.equal(undefined);
    }
  });

  it('leaves calls the time to be held: no timeout below 2 s but those of the case', () => {
    for (const { job } of cases) {
      for (const ms of limits(job)) expect(ms).to.be.at.least(2000);
    }
  });

  it('labels all inputs, and never throws', () => {
    const strange: readonly Json[] = [null, 7, 'x', [], {}, { stage: 4 }, { batch: 'x' }, { pagesDone: null }];
    for (const value of strange) {
      expect(explored.label?.('saveCheckpoint', [value]) ?? null).to.equal(null);
      expect(explored.label?.('no such activity', [value]) ?? null).to.equal(null);
      expect(explored.progress?.('extractPages', value) ?? null).to.equal(null);
    }
    expect(explored.label?.('saveCheckpoint', []) ?? null).to.equal(null);
  });

  it('has an environment that the worker accepts', () => {
    const places = { SUPABASE_URL: 'http://a', SUPABASE_KEY: 'k', OUTSIDE_WORLD_URL: 'http://b' };
    const read = workerConfig({ ...places, TEMPORAL_WORKFLOW_BUNDLE: '/b.js', ...explored.env });
    for (const [variable, value] of Object.entries(explored.env ?? {})) {
      expect(String(read[variable as keyof typeof read]), variable).to.equal(value);
    }
    expect(read.TEMPORAL_MAX_ACTIVITIES).to.be.at.least(100);
    expect(read.TEMPORAL_MAX_WORKFLOW_TASKS).to.be.at.least(100);
  });
}

/** The timeouts that the workflow is told, but for those of its retries. */
function limits({ args }: Job): readonly number[] {
  const timeouts = args[1] as Readonly<Record<string, number>>;
  return Object.entries(timeouts).flatMap(([name, ms]) => (name.startsWith('retry') ? [] : [ms]));
}
