import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { scenarioCommand } from '../../harness/cli/commands/scenario.ts';
import { summaryFiles } from '../../harness/reporting/batch/write-summary.ts';
import { allParts, ciParts, dockerParts, testParts } from '../parts.ts';
import { actionOf, type ReadWorkflow, readWorkflow, scriptOf, stepsOf } from './read-workflow.ts';

const projectFolder = join(import.meta.dirname, '..', '..');
const files = globSync('.github/workflows/*.yml', { cwd: projectFolder }).toSorted();

function textOf(path: string): string {
  return readFileSync(join(projectFolder, path), 'utf8');
}

async function read(name: string): Promise<ReadWorkflow> {
  return await readWorkflow(name, textOf(join('.github/workflows', name)));
}

/** The parts that the jobs of a matrix run, one after the other. */
function partsOf(job: ReadWorkflow['jobs'][number] | undefined): readonly string[] {
  const [, list = ''] = /"parts"[^[]*?"seq":(\[.*?\])/.exec(JSON.stringify(job?.strategy)) ?? [];
  return (JSON.parse(list) as readonly string[]).flatMap((parts) => parts.split(','));
}

describe('the workflows', () => {
  it('are the two that there are to be', () => {
    expect(files.map((file) => basename(file))).to.deep.equal(['ci.yml', 'nightly.yml']);
  });

  for (const file of files) {
    const name = basename(file);

    it(`${name} is of GitHub's schema, expressions included`, async () => {
      const { errors, jobs } = await read(name);
      expect(errors).to.deep.equal([]);
      expect(jobs).not.to.deep.equal([]);
    });

    it(`${name} may only read, has a limit for each job, and puts no expression into a shell`, async () => {
      const text = textOf(file);
      const { jobs } = await read(name);
      expect(text).to.match(/^permissions:\n {2}contents: read$/m);
      expect([...text.matchAll(/^ {4}timeout-minutes: \d+$/gm)]).to.have.length(jobs.length);
      const scripts = jobs.flatMap((job) => stepsOf(job).map(scriptOf));
      expect(scripts.filter((script) => script.includes('${{'))).to.deep.equal([]);
    });

    it(`${name} runs only npm scripts that exist`, async () => {
      const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
      const { jobs } = await read(name);
      const said = jobs.flatMap((job) => stepsOf(job).map(scriptOf)).join('\n');
      for (const [, script = ''] of said.matchAll(/npm run (?:-s )?([\w:-]+)/g))
        expect(scripts).to.have.property(script);
    });

    it(`${name} keeps the reports, whatever became of the steps before`, async () => {
      const { jobs } = await read(name);
      // The seed is chosen by a job that makes no reports.
      for (const job of jobs.filter(({ id }) => id.value !== 'seed')) {
        const kept = stepsOf(job).filter((step) => actionOf(step).startsWith('actions/upload-artifact@'));
        expect(
          kept.map((step) => step.if?.expression),
          job.id.value,
        ).to.deep.equal(['always()']);
      }
    });
  }

  it('ci.yml runs every part of .ci/run once, each job on a machine of its own', async () => {
    const { jobs } = await read('ci.yml');
    expect(jobs).to.have.length(1);
    const scripts = stepsOf(jobs[0]).filter((step) => scriptOf(step) !== '');
    expect(scripts.map(scriptOf)).to.deep.equal(['bash .ci/run "$PARTS"']);
    expect(JSON.stringify(scripts)).to.include('matrix.parts');
    expect(partsOf(jobs[0])).to.have.members([...testParts, ...ciParts, ...dockerParts].map(({ name }) => name));
  });

  it('nightly.yml runs npm run test:full, in every part that has more in it then', async () => {
    const { jobs } = await read('nightly.yml');
    const full = jobs.find(({ id }) => id.value === 'full');
    const scripts = stepsOf(full).map(scriptOf);
    expect(scripts).to.include('npm run test:full -- --only "$PARTS"');
    expect(partsOf(full)).to.have.members(allParts.map(({ name }) => name).filter((name) => name !== 'check'));
  });

  it('nightly.yml runs all scenarios every night on both stacks and on Docker by TLS, with options that there are', async () => {
    const { crons, jobs } = await read('nightly.yml');
    expect(crons).to.have.length(1);
    const job = jobs.find(({ id }) => id.value === 'scenarios');
    expect(JSON.stringify(job?.strategy)).to.include('"seq":["embedded","docker"]');
    const command =
      stepsOf(job)
        .map(scriptOf)
        .find((script) => script.includes('npm run scenario')) ?? '';
    const tls = /\$\{TLS:\+"\$TLS"\}/.source;
    const all = `^npm run scenario -- --all --stack "\\$STACK" ${tls} --seed "\\$SEED" --time-limit \\d+m$`;
    expect(command).to.match(new RegExp(all));
    const options = scenarioCommand().options.map(({ long }) => long);
    expect(JSON.stringify(job?.strategy)).to.include('"--tls"');
    expect(options).to.include('--tls');
    for (const [option] of command.split(' -- ')[1]?.matchAll(/--[a-z-]+/g) ?? []) expect(options).to.include(option);
  });

  it('nightly.yml shows the summary as that of the job, or says that there is none', async () => {
    const { jobs } = await read('nightly.yml');
    const step = jobs.flatMap(stepsOf).find((one) => scriptOf(one).includes('GITHUB_STEP_SUMMARY'));
    expect(step?.if?.expression).to.equal('always()');
    expect(step === undefined ? '' : scriptOf(step))
      .to.include(`cat reports/${summaryFiles.text} >> "$GITHUB_STEP_SUMMARY"`)
      .and.include('nothing was proved');
  });
});

describe('reading a workflow', () => {
  const workflow = (step: string): string =>
    ['on: push', 'jobs:', '  test:', '    runs-on: ubuntu-24.04', '    steps:', `      - ${step}`].join('\n');

  it('takes a good one', async () => {
    expect((await readWorkflow('good.yml', workflow('run: npm test'))).errors).to.deep.equal([]);
  });

  const wrong = [
    { what: 'a key that there is not', text: workflow('rum: npm test'), says: "Unexpected value 'rum'" },
    {
      what: 'a context that there is not',
      text: workflow('run: ${{ nobody.here }}'),
      says: 'Unrecognized named-value',
    },
    { what: 'an expression that is none', text: workflow('run: ${{ 1 + }}'), says: 'Unexpected symbol' },
    { what: 'a job without a machine', text: 'on: push\njobs: { test: { steps: [] } }', says: 'runs-on' },
    {
      what: 'a schedule that is none',
      text: workflow('run: x').replace('on: push', "on: { schedule: [{ cron: '61 * * * *' }] }"),
      says: 'cron',
    },
    {
      what: 'jobs that all wait for one another',
      text: workflow('run: x').replace('    steps', '    needs: no\n    steps'),
      says: 'at least one job with no dependencies',
    },
    { what: 'no YAML', text: 'on: [', says: '' },
  ];
  for (const { what, text, says } of wrong) {
    it(`refuses ${what}`, async () => {
      const { errors } = await readWorkflow('wrong.yml', text);
      expect(errors.join('\n')).to.include(says);
      expect(errors).not.to.deep.equal([]);
    });
  }
});
