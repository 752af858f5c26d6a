import { join } from 'node:path';
import { expect } from 'chai';
import { projectFolder, runProgram } from './run-scenario.ts';

interface Refusal {
  readonly is: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly exit: number;
  readonly says: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    is: 'a stack that there is not',
    args: ['--stack', 'kubernetes'],
    exit: 64,
    says: /^CHAOS_USAGE: .*'kubernetes' is invalid\. Allowed choices are embedded, docker, both\. /,
  },
  {
    is: 'a measurement that there is not',
    args: ['exploring'],
    exit: 64,
    says: /^CHAOS_USAGE: .*'exploring' is invalid.* Allowed choices are run, .*, explore, system\. /,
  },
  {
    is: 'a measurement that Docker has not, named without --only',
    args: ['--stack', 'docker', 'explore'],
    exit: 64,
    says: /^CHAOS_USAGE: Expected measurements that the Docker stack has .*got --only explore\./,
  },
  {
    is: 'a measurement that Docker has not',
    args: ['--stack', 'docker', '--only', 'hop'],
    exit: 64,
    says: /^CHAOS_USAGE: Expected measurements that the Docker stack has .*got --only hop\./,
  },
  {
    is: 'Docker where no engine answers, before anything is measured',
    args: ['--stack', 'both', '--only', 'life'],
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    exit: 70,
    says: /^CHAOS_ENGINE_MISSING: Expected /,
  },
];

const benchMain = join(projectFolder, 'tools/bench/main.ts');

describe('npm run bench', () => {
  for (const { is, args, env, exit, says } of refusals) {
    it(`refuses ${is} in one sentence`, async () => {
      const ended = await runProgram({ command: process.execPath, args: [benchMain, ...args], env: env ?? {} });
      expect(ended.exit, ended.stderr).to.equal(exit);
      expect(ended.stderr).to.match(says);
      expect(ended.stderr.trimEnd().split('\n')).to.have.length(1);
      expect(ended.stdout).to.equal('');
    }).timeout(20_000);
  }
});
