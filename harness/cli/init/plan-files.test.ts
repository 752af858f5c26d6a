import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { ProjectFacts } from '../../setup/look/look-at-project.ts';
import { askOpen, refuseOpen } from './ask-open.ts';
import { type PlannedFiles, planFiles } from './plan-files.ts';

const worker = {
  value: 'bin/worker',
  at: 'worker/main.go:3',
  language: 'go',
  before: 'go build',
  fixedAddress: null,
} as const;
const nothing: ProjectFacts = { workers: [], taskQueues: [], workflows: [], variables: [], isPackage: false };
const flags = { worker: 'bin/worker', taskQueue: 'q', workflow: 'Order', migrations: 'db' };

describe('the files of a new configuration', () => {
  let project: string;
  beforeEach(async () => (project = await mkdtemp(join(tmpdir(), 'plan-files-'))));
  afterEach(() => rm(project, { recursive: true }));

  const planned = async (here: string, isPackage: boolean): Promise<PlannedFiles> =>
    planFiles(flags, { ...nothing, isPackage, workers: [worker] }, { here, project });
  const textOf = ({ files }: PlannedFiles, name: string): string =>
    files.find(({ path }) => path.startsWith(name))?.text ?? expect.fail(`There is no ${name}.`);

  it('lie beside the package.json of a project, by its kind of modules', async () => {
    for (const [type, extension] of [
      ['module', 'ts'],
      ['commonjs', 'mts'],
    ]) {
      await writeFile(join(project, 'package.json'), JSON.stringify({ type }));
      const { folder, files, next } = await planned(project, true);
      expect(folder).to.equal(project);
      expect(files.map(({ path }) => path)).to.deep.equal([
        `chaos.config.${extension}`,
        `scenarios/order-worker-kill.${extension}`,
      ]);
      expect(next).to.deep.equal([
        'go build',
        'npx chaos check-config',
        'npx chaos explore Order',
        'npx chaos scenario order-worker-kill',
      ]);
    }
  });

  it('get a folder where the project is no package, from which workers start in the project', async () => {
    const plan = await planned(project, false);
    expect(relative(project, plan.folder)).to.equal('chaos');
    expect(JSON.parse(textOf(plan, 'package.json'))).to.include({ type: 'module', private: true });
    expect(textOf(plan, 'chaos.config.ts')).to.include(`cwd: '..'`).and.include(`migrations: '../db'`);
    expect(plan.next.slice(0, 3)).to.deep.equal([
      'go build',
      'cd chaos',
      'npm install --save-dev <the package durable-chaos>',
    ]);
  });

  it('lie in the working folder where the project is another one', async () => {
    const here = join(project, 'tests', 'chaos');
    await mkdir(here, { recursive: true });
    await writeFile(join(here, 'package.json'), '{"type":"module"}');
    const plan = await planned(here, false);
    expect(plan.folder).to.equal(here);
    expect(plan.files.map(({ path }) => path)).not.to.include('package.json');
    expect(textOf(plan, 'chaos.config.ts')).to.include(`cwd: '../..'`);
  });
});

describe('what a project leaves open', () => {
  const open = [
    {
      flag: 'workflow',
      candidates: [
        { value: 'A', at: 'a.py:1' },
        { value: 'B', at: 'b.py:2' },
      ],
    },
    { flag: 'taskQueue', candidates: [] },
  ] as const;

  it('is refused without a terminal, with the flags and the candidates', () => {
    expect(() => refuseOpen(open))
      .to.throw(HarnessError, 'give --workflow. There are: A (a.py:1), B (b.py:2). The project names no task queue')
      .with.property('code', 'CHAOS_USAGE');
    expect(() => refuseOpen([])).not.to.throw();
  });

  it('is asked for on a terminal: by number or in full, and no more', async () => {
    const answers = ['2', 'orders', '{"a":1}', ''];
    const asked: string[] = [];
    const unset = [{ value: 'PAY_URL', at: 'a.py:9' }];
    const found = await askOpen({ flags: { worker: 'w' }, open, unset, taken: [] }, (question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? expect.fail(question));
    });
    expect(found).to.deep.equal({ worker: 'w', workflow: 'B', taskQueue: 'orders', input: ['{"a":1}'], service: [] });
    expect(asked[0]).to.include('2  B  (b.py:2)');
    expect(asked).to.have.length(4);
  });
});
