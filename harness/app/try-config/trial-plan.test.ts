import { expect } from 'chai';
import { config as own } from '../../../chaos.config.ts';
import { configOfSketch } from '../../setup/config-of-sketch.ts';
import { trialPlan } from './trial-plan.ts';

describe('the plan of a trial', () => {
  it('runs each case of the explorations once, without a fault and without references', () => {
    const { workload, schedule, references } = trialPlan(own);
    expect(workload.length).to.equal(6);
    expect({ schedule, references }).to.deep.equal({ schedule: [], references: [] });
  });

  it('has the program of the system start the workflow, if the command line names one', () => {
    const words = {
      worker: ['python', 'worker.py'],
      start: ['python', 'start.py', '{workflowId}'],
      cwd: '..',
    } as const;
    const rest = { taskQueue: 'billing', workflowType: 'Billing', input: [], actions: [], services: {}, env: {} };
    const [job] = trialPlan(configOfSketch({ ...words, ...rest }, 'the command line')).workload;
    expect(job?.start).to.deep.equal({ command: ['python', 'start.py', '{workflowId}'], cwd: '..' });
  });

  it('runs a job of each scenario where nothing is explored, and is refused where there is none', () => {
    const { explorations: _, ...rest } = own;
    expect(trialPlan({ ...rest, scenarios: own.scenarios.slice(0, 1) }).workload.length).to.equal(1);
    expect(() => trialPlan({ ...rest, scenarios: [] })).to.throw('no scenario and no exploration');
  });
});
