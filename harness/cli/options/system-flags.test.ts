import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { configOfSketch } from '../../setup/config-of-sketch.ts';
import { commandOfSystem, type SystemFlags, shellWord, sketchOf, systemWords } from './system-flags.ts';

function flagsOf(...words: readonly string[]): SystemFlags {
  return commandOfSystem('explore').exitOverride().parse(words, { from: 'user' }).opts();
}

const needed = ['--worker', 'python worker.py', '--task-queue', 'billing', '--workflow', 'BillingWorkflow'];
// A flag and its value each.
const all = [
  needed,
  [
    '--cwd',
    '..',
    '--fixed-address',
    'localhost:7233',
    '--start',
    "node 'my start.mjs' --id={workflowId} {taskQueue}",
    '--input',
    '{"id":"{workflowId}"}',
    '--input',
    '"it\'s"',
    '--signal',
    'approve@TIMER_STARTED',
  ],
  ['--update', 'memo="x"', '--service', 'payments=http://127.0.0.1:4242:PAYMENTS_URL', '--service', 'a=http://b'],
  ['--env', 'HOST={temporalHost}', '--env', 'SECRET', '--migrations', 'db'],
].flat();

describe('the flags that say what a system is', () => {
  it('are a sketch of it', () => {
    expect(sketchOf(flagsOf(...all))).to.deep.equal({
      worker: ['python', 'worker.py'],
      cwd: '..',
      fixedAddress: 'localhost:7233',
      taskQueue: 'billing',
      workflowType: 'BillingWorkflow',
      input: [{ id: '{workflowId}' }, "it's"],
      start: ['node', 'my start.mjs', '--id={workflowId}', '{taskQueue}'],
      actions: [
        { kind: 'signal', name: 'approve', args: [], after: { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } },
        {
          kind: 'update',
          name: 'memo',
          args: ['x'],
          after: { kind: 'event', eventType: 'WORKFLOW_TASK_COMPLETED', nth: 1 },
        },
      ],
      services: { payments: { http: 'http://127.0.0.1:4242' }, a: { http: 'http://b' } },
      env: { PAYMENTS_URL: '{services.payments.url}', HOST: '{temporalHost}', SECRET: '{env.SECRET}' },
      migrations: 'db',
    });
  });

  it('are none where none is given', () => {
    expect(sketchOf(flagsOf())).to.equal(null);
  });

  it('are repeated as words that a shell reads as they were typed', () => {
    const shown = systemWords(flagsOf(...all));
    const read = execFileSync('sh', ['-c', `printf '%s\\n' ${shown}`], { encoding: 'utf8' });
    expect(flagsOf(...read.trimEnd().split('\n'))).to.deep.equal(flagsOf(...all));
    expect(shellWord('a=b/c:1')).to.equal('a=b/c:1');
  });

  it('are repeated without secrets: reports have them', () => {
    const flags = ['--env', 'STRIPE_KEY=sk_1', '--env', 'DB_TOKEN={supabaseKey}', '--env', 'API_KEY', '--env', 'A=k'];
    const url = ['--service', 'db=postgresql://me:pass@h:5432/x:DB', '--env', 'URL=redis://:pass@h:1'];
    expect(systemWords(flagsOf(...flags, ...url))).to.equal(
      "--service 'db=postgresql://me:…@h:5432/x:DB' --env 'STRIPE_KEY=…' --env 'DB_TOKEN={supabaseKey}' --env API_KEY --env A=k --env 'URL=redis://:…@h:1'",
    );
  });

  it('name what is missing', () => {
    for (const [index, flag] of ['worker', 'task-queue', 'workflow'].entries()) {
      const rest = needed.filter((_, at) => at !== 2 * index && at !== 2 * index + 1);
      expect(() => sketchOf(flagsOf(...rest)))
        .to.throw(HarnessError, `--${flag} is needed`)
        .with.property('code', 'CHAOS_USAGE');
    }
  });

  it('say that they add nothing to a configuration', () => {
    expect(() => sketchOf(flagsOf('--env', 'A=1'))).to.throw(HarnessError, 'Leave --env out, or add --worker.');
  });

  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['a service of a name that is taken', ['--service', 'temporal=http://a'], '`services.temporal` is a name that'],
    [
      'a program that does not take the id',
      ['--start', '{workflowId} --now'],
      '{workflowId} is not among its arguments',
    ],
    ['a URL that is none', ['--service', 'a=http://'], '`services.a.http` must be a URL'],
    ['a variable of no address', ['--env', 'A={temporal}'], '{temporal} in a variable stands for nothing'],
    ['a variable of no service', ['--env', 'A={services.b.url}'], 'names the service "b", which is not given'],
    ['an empty task queue', ['--task-queue', ' '], '--task-queue is needed'],
  ];
  for (const [what, words, says] of refused) {
    it(`are refused with ${what}`, () => {
      expect(() => configOfSketch(sketchOf(flagsOf(...needed, ...words)) ?? expect.fail(), 'the command line'))
        .to.throw(HarnessError, says)
        .with.property('exitCode', 64);
    });
  }
});
