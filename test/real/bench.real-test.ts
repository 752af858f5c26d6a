import { join } from 'node:path';
import { expect } from 'chai';
import type { BenchReport } from '../../tools/bench/bench-report.ts';
import { projectFolder, runProgram } from './run-scenario.ts';

const benchMain = join(projectFolder, 'tools/bench/main.ts');

describe('npm run bench', () => {
  it('measures what exploring costs, in few repetitions', async () => {
    const args = [benchMain, 'explore', '--quick', '--json'];
    const { exit, stdout, stderr } = await runProgram({ command: process.execPath, args });
    expect(exit, stderr).to.equal(0);
    const { results, problems } = JSON.parse(stdout) as BenchReport;
    expect(problems).to.deep.equal([]);
    expect(Object.keys(results)).to.deep.equal(['explore']);
    const { front, single, whole, timesFaster } = results.explore ?? {};
    expect(front).to.include({ exit: 0, verdict: 'valid', front: 40, fronts: 1 });
    expect(front?.proved).to.equal(front?.points);
    expect(single).to.include({ exit: 0, verdict: 'valid', front: 1, points: 2, proved: 2 });
    expect(whole).to.equal(null);
    expect(timesFaster).to.be.above(1);
    if (process.platform !== 'linux') expect(front?.cpu).to.equal(null);
    else expect(front?.cpu?.map(({ part }) => part)).to.include.members(['worker', 'temporal', 'harness']);
  }).timeout(180_000);
});
