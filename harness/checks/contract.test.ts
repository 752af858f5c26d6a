import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { BookName, Check } from '../model/check.ts';
import { findingSchema } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { checkNames, checks, findCheck } from './index.ts';
import { withoutBook, withoutFault, withPlan, withRows } from './test-support/changes.ts';
import { correctRun, deepFreeze } from './test-support/correct-run.ts';

const folder = new URL('.', import.meta.url);
/** What stands beside the checks: the registry, the judge, and what checks share. */
const notChecks = new Set(['index', 'judge', 'define-check', 'run-complete', 'evidence', 'test-support', 'README.md']);
const names = readdirSync(folder)
  .filter((entry) => !entry.endsWith('.test.ts'))
  .map((entry) => entry.replace(/\.ts$/, ''));
// A formatter may pad the cells of a table.
const documentation = readFileSync(new URL('README.md', folder), 'utf8').replaceAll(/ +/g, ' ');
const books: readonly BookName[] = ['eventHistories', 'replays', 'checkpoints', 'effects', 'components'];
const variants: readonly (readonly [string, Evidence])[] = [
  ['the correct run', correctRun()],
  ['the run without a fault', deepFreeze(withoutFault(correctRun()))],
  ['a run with empty books', deepFreeze(emptied(correctRun()))],
];

describe('every check', () => {
  it('is in the registry, and the registry has nothing else', () => {
    const own = names.filter((name) => !notChecks.has(name));
    expect([...checkNames].sort()).to.deep.equal(own.sort());
    expect(new Set(checkNames).size).to.equal(checkNames.length);
    expect(findCheck('no-such-check')).to.equal(undefined);
  });

  for (const check of checks) describe(check.name, () => contract(check));
});

function contract(check: Check): void {
  it('is found by its name and has a file and tests of its own', () => {
    expect(findCheck(check.name)).to.equal(check);
    const home = readdirSync(folder).includes(`${check.name}.ts`) ? folder : new URL(`${check.name}/`, folder);
    expect(readdirSync(home)).to.include.members([`${check.name}.ts`, `${check.name}.test.ts`]);
  });

  it('states its invariant as one sentence, and has a row in the documentation', () => {
    expect(check.invariant).to.match(/^[A-Z].*\.$/);
    const rows = documentation.split('\n').filter((line) => line.startsWith(`| \`${check.name}\` |`));
    expect(rows).to.have.length(1);
    expect(rows[0]).to.contain(check.invariant);
  });

  for (const [what, evidence] of variants) {
    it(`judges ${what} purely: twice the same finding, nothing changed`, () => {
      const before = JSON.stringify(evidence);
      const finding = check.judge(evidence);
      expect(check.judge(evidence)).to.deep.equal(finding);
      expect(JSON.stringify(evidence)).to.equal(before);
      expect(finding.check).to.equal(check.name);
      expect(findingSchema.parse(JSON.parse(JSON.stringify(finding)))).to.deep.equal(finding);
    });
  }

  it('is unknown, never valid, where a book that it reads is unavailable', () => {
    for (const book of check.books) {
      const finding = check.judge(withoutBook(correctRun(), book));
      expect(finding.verdict, book).to.equal('unknown');
      expect(finding.summary).to.contain('the test closed it');
    }
  });

  it('reads no book but those that it names', () => {
    const finding = check.judge(correctRun());
    for (const book of books.filter((name) => !check.books.includes(name))) {
      expect(check.judge(withoutBook(correctRun(), book)), book).to.deep.equal(finding);
    }
  });

  it('is never valid where nothing was done: no jobs, no journal, empty books', () => {
    const run = correctRun();
    expect(check.judge(withPlan(run, { workload: [] })).verdict).to.equal('unknown');
    expect(check.judge({ ...run, journal: [] }).verdict).to.equal('unknown');
    const nothing = { ...emptied(run), landings: [] };
    expect(check.judge(nothing).verdict).not.to.equal('valid');
    expect(check.judge(withPlan(nothing, { schedule: [] })).verdict).not.to.equal('valid');
    expect(check.judge({ ...withPlan(nothing, { workload: [], schedule: [] }), journal: [] }).verdict).to.equal(
      'unknown',
    );
  });
}

function emptied(evidence: Evidence): Evidence {
  return books.reduce((left, book) => withRows(left, book, () => []), evidence);
}
