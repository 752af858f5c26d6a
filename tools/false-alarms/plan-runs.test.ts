import { expect } from 'chai';
import { toHarnessError } from '../../harness/errors.ts';
import { makePlan } from '../../harness/runner/make-plan.ts';
import { goodScenarios } from './good-scenarios.ts';
import { planRuns, type WantedRuns } from './plan-runs.ts';
import { describeRun } from './render-score.ts';
import { settingNames } from './settings.ts';

function plan(wanted: Partial<WantedRuns> = {}): ReturnType<typeof planRuns> {
  return planRuns({ runs: 200, seed: 1, stacks: ['embedded'], ...wanted });
}

function refusalOf(wanted: Partial<WantedRuns>): string {
  try {
    plan(wanted);
  } catch (error) {
    const { code, message } = toHarnessError(error);
    return `${code}: ${message}`;
  }
  return 'not refused';
}

describe('the runs of good systems', () => {
  it('are as many as asked for, and no two are the same', () => {
    for (const runs of [1, 7, 200]) {
      const planned = plan({ runs, stacks: ['embedded', 'docker'] });
      expect(new Set(planned.map((run) => describeRun(run))).size, `${runs} runs`).to.equal(runs);
    }
  });

  it('give each stack half of them, each only what it can run', () => {
    const planned = plan({ runs: 101, stacks: ['embedded', 'docker'] });
    const { embedded = [], docker = [] } = Object.groupBy(planned, ({ stack }) => stack);
    expect([embedded.length, docker.length]).to.deep.equal([51, 50]);
    expect(embedded.map(({ scenario }) => scenario)).not.to.include('worker-oom');
    expect(docker.map(({ scenario }) => scenario)).to.include('worker-oom');
    expect(docker.filter(({ scenario }) => scenario.startsWith('legal-'))).to.deep.equal([]);
  });

  it('have every scenario in every setting, most of them with a fault', () => {
    const planned = plan();
    const subjects = new Set(goodScenarios.map(({ scenario }) => scenario.subject));
    expect([...subjects]).to.have.members(['documents', 'greetings', 'legal']);
    for (const name of new Set(planned.map(({ scenario }) => scenario))) {
      const own = planned.filter(({ scenario }) => scenario === name).map(({ setting }) => setting);
      expect(new Set(own).size, name).to.equal(settingNames.length);
      expect(own.filter((setting) => setting.endsWith('no-fault')).length, name).to.be.at.most(own.length / 2);
    }
  });

  it('have a load that each scenario takes', () => {
    for (const { scenario, params } of goodScenarios) {
      expect(makePlan(scenario, { seed: 1, params }).workload, scenario.name).not.to.deep.equal([]);
    }
  });

  it('can be one alone, which repeats it', () => {
    for (const setting of settingNames) {
      const only = { runs: 1, seed: 7, only: ['legal-worker-kill'], settings: [setting] };
      const expected = [{ scenario: 'legal-worker-kill', stack: 'embedded', seed: 7, setting }];
      expect(plan(only)).to.deep.equal(expected);
    }
  });

  it('are refused in one sentence if a scenario is unknown, or no stack can run it', () => {
    expect(refusalOf({ only: ['worker-kil'] })).to.equal(
      'CHAOS_USAGE: There is no scenario named "worker-kil". Did you mean "worker-kill"?',
    );
    expect(refusalOf({ only: ['worker-kill', 'legal-worker-kill'], stacks: ['docker'] })).to.equal(
      "CHAOS_USAGE: Scenario legal-worker-kill can't be run on the docker stack. Choose another stack or scenario.",
    );
    expect(plan({ runs: 2, only: ['legal-one-slot'], stacks: ['embedded', 'docker'] })).to.have.length(2);
  });
});
