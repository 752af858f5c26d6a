import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkConfig } from '../../harness/config/check-config.ts';
import { jobSchema } from '../../harness/model/plan.ts';
import { makePlan } from '../../harness/runner/make-plan.ts';
import { config } from './chaos.config.ts';
import { legalJob, legalWorkflows, plainName } from './legal-jobs.ts';

const folder = join(import.meta.dirname, '../../system-under-test/legal/workflows');
const notWorkflows = ['activity-options.ts', 'index.ts'];

describe('the system that does all that Temporal allows', () => {
  it('has a separate configuration, whose programs exist', () => {
    expect(() => checkConfig(config)).not.to.throw();
    const programs = [config.workers.command, config.workers.bundle ?? []].map(([, program = '']) => program);
    for (const program of programs) expect(readFileSync(program, 'utf8')).not.to.equal('');
  });

  it('has a job for each file of workflows', () => {
    const files = readdirSync(folder).filter((name) => !notWorkflows.includes(name));
    const exported = files.map((name) => /^export async function (\w+)/m.exec(textOf(name))?.[1]);
    expect(exported).to.have.members([...legalWorkflows]);
  });

  it('says of each workflow which document allows it', () => {
    const files = readdirSync(folder).filter((name) => !notWorkflows.includes(name));
    expect(
      files.filter((name) => !/@see https:\/\/\S+\n \*\/\nexport async function/.test(textOf(name))),
    ).to.deep.equal([]);
  });

  for (const { name } of config.scenarios) {
    it(`can make a plan of ${name}`, () => {
      const scenario = config.scenarios.find((one) => one.name === name);
      expect(scenario && makePlan(scenario, { seed: 1 }).workload).not.to.deep.equal([]);
    });
  }

  for (const workflowType of legalWorkflows) {
    it(`expects something of ${plainName(workflowType)}`, () => {
      const job = legalJob(workflowType, 'some-id');
      expect(jobSchema.parse(job)).to.deep.equal(job);
      expect(Object.keys(config.explorations?.[workflowType]?.cases ?? {})).to.deep.equal([plainName(workflowType)]);
    });
  }
});

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
