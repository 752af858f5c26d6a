import { expect } from 'chai';
import { fileTimes, type PartTimes, renderFailures, renderTimes, type TestTime } from './test-times.ts';

const test = (title: string, file: string, ms: number): TestTime => ({ title, file, ms, state: 'passed' });

describe('the times of tests', () => {
  const hook: TestTime = { title: 'before all', file: 'b.ts', ms: 4000, state: 'hook' };
  const tests = [test('one', 'a.ts', 500), test('two', 'b.ts', 1500), hook, test('three', 'a.ts', 700)];

  it('are summed by file with their hooks, the longest first', () => {
    expect(fileTimes(tests)).to.deep.equal([
      { file: 'b.ts', ms: 5500, tests: 1 },
      { file: 'a.ts', ms: 1200, tests: 2 },
    ]);
  });

  it('are shown by part and file, with the slowest tests of all parts at the end', () => {
    const many = Array.from({ length: 30 }, (_, index) => test(`quick ${index}`, 'c.ts', index));
    const part = { passed: 0, failed: 0 };
    const parts: readonly PartTimes[] = [
      { part: 'stack', ms: 6000, tests, ...part },
      { part: 'check', ms: 900, tests: many, ...part },
    ];
    const lines = renderTimes(parts).split('\n');
    expect(lines.slice(0, 7)).to.deep.equal([
      'Time of each part, and of its files from 1 s:',
      '    6.0 s  stack',
      '    5.5 s    b.ts (1)',
      '    1.2 s    a.ts (2)',
      '    0.9 s  check',
      '',
      'The 20 slowest tests:',
    ]);
    expect(lines.slice(7, 9)).to.deep.equal(['    4.0 s  before all (b.ts)', '    1.5 s  two (b.ts)']);
    expect(lines).to.have.length(27);
  });

  it('have each failed test at the end, with its part and the first lines of what it said', () => {
    const said = ['expected 1 to equal 2', ...Array.from({ length: 30 }, (_, index) => `line ${index}`)].join('\n');
    const failed: TestTime = { title: 'four', file: 'd.ts', ms: 1, state: 'failed', failure: said };
    const parts: readonly PartTimes[] = [{ part: 'stack', ms: 1, passed: 1, failed: 1, tests: [...tests, failed] }];
    const lines = renderFailures(parts).split('\n');
    expect(lines.slice(0, 3)).to.deep.equal([
      'Failed in stack: four (d.ts)',
      '    expected 1 to equal 2',
      '    line 0',
    ]);
    expect(lines.at(-2)).to.equal('    … 11 more lines above');
    expect(renderFailures([{ part: 'stack', ms: 1, passed: 4, failed: 0, tests }])).to.equal('');
  });
});
