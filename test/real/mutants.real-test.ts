import { join } from 'node:path';
import { expect } from 'chai';
import { OWN_TABLE, readTable } from '../../tools/mutants/read-table.ts';
import type { Score } from '../../tools/mutants/score.ts';
import { projectFolder, runProgram } from './run-scenario.ts';

const main = join(projectFolder, 'tools/mutants/main.ts');

describe('npm run mutants', function () {
  this.timeout('3h');
  let score: Score;

  before(async () => {
    const args = [main, '--jobs', '2', '--json'];
    const { stdout, stderr } = await runProgram({ command: process.execPath, args });
    console.log(stderr);
    expect(stdout, stderr).not.to.equal('');
    score = JSON.parse(stdout) as Score;
  });

  it('tries every mutant of the table, each planted', () => {
    const ids = score.results.filter(({ outcome }) => outcome !== 'not-planted').map(({ id }) => id);
    expect(ids).to.deep.equal(readTable(OWN_TABLE).map(({ id }) => id));
  });

  it('meets each goal', () => {
    expect(score.goals.filter(({ met }) => !met)).to.deep.equal([]);
  });

  it('has none caught by accident', () => {
    expect(score.results.filter(({ outcome }) => outcome === 'by-accident')).to.deep.equal([]);
  });
});
