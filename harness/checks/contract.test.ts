import { globSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { checkContract } from '../contracts/check-contract.ts';
import type { Check } from '../model/check.ts';
import { checkNames, checks, findCheck } from './index.ts';

const folder = new URL('.', import.meta.url);
/** What stands beside the checks: the registry, the judge, and what checks share. */
const notChecks = new Set(['index', 'judge', 'define-check', 'run-complete', 'evidence', 'comparison', 'test-support']);
const names = readdirSync(folder)
  .filter((entry) => !entry.endsWith('.test.ts'))
  .map((entry) => entry.replace(/\.ts$/, ''));

describe('every check', () => {
  it('is in the registry, and the registry has nothing else', () => {
    const own = names.filter((name) => !notChecks.has(name));
    expect(checks.map(({ name }) => name).toSorted()).to.deep.equal(own.sort());
    const ofAnyPlan = checks.filter(({ onRequest, givenBy }) => onRequest !== true && givenBy === undefined);
    expect(checkNames).to.deep.equal(ofAnyPlan.map(({ name }) => name));
    expect(findCheck('no-such-check')).to.equal(undefined);
  });

  it('says of its first violation whom it befell, what happened, and what was expected beside what was found', () => {
    const sources = globSync('**/*.ts', { cwd: folder }).filter((path) => !path.includes('test'));
    const loose = sources.filter((path) =>
      /\breturn invalid\((?!\s*withFirst\()/.test(readFileSync(new URL(path, folder), 'utf8')),
    );
    expect(loose).to.deep.equal([]);
  });

  for (const check of checks) {
    describe(check.name, () => {
      for (const { claim, verify } of checkContract(check)) it(claim, verify);
      isAtHome(check);
    });
  }
});

function isAtHome(check: Check): void {
  it('is found by its name and has its own file and tests', () => {
    expect(findCheck(check.name)).to.equal(check);
    const home = readdirSync(folder).includes(`${check.name}.ts`) ? folder : new URL(`${check.name}/`, folder);
    expect(readdirSync(home)).to.include.members([`${check.name}.ts`, `${check.name}.test.ts`]);
  });
}
