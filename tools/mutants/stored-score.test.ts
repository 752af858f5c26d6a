import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Mutant } from './mutant.ts';
import type { MutantResult } from './score.ts';
import { keepResult, readScore, scoredOf } from './stored-score.ts';

const mutant: Mutant = { id: 'a', file: 'f.ts', find: 'x', replace: 'y', kind: 'lost effect', expected: 'It is lost.' };
const other: Mutant = { ...mutant, id: 'b', find: 'z' };
const caught = {
  where: 'worker-kill',
  outcome: 'caught',
  why: 'One was lost.',
  checks: ['side-effects-once'],
} as const;
const result: MutantResult = {
  id: 'a',
  class: 'lost effect',
  of: 'subject',
  expected: mutant.expected,
  outcome: 'caught',
  seen: [{ ...caught, outcome: 'survived', checks: [] }, caught],
  tookMs: 12_345,
};

let path = '';
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'chaos-score-')), 'score.json');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

describe('the stored score', () => {
  it('keeps the look that caught a mutant, and the results of others', () => {
    keepResult(result, [mutant, other], path);
    keepResult({ ...result, id: 'b', outcome: 'survived' }, [mutant, other], path);
    const { a, b } = readScore(path);
    expect(a).to.deep.include({ outcome: 'caught', where: 'worker-kill', checks: ['side-effects-once'], seconds: 12 });
    expect(b).to.deep.include({ outcome: 'survived', checks: [] });
  });

  it('drops a mutant that the table has no more', () => {
    keepResult(result, [mutant], path);
    keepResult({ ...result, id: 'b' }, [other], path);
    expect(Object.keys(readScore(path))).to.deep.equal(['b']);
  });

  it('says nothing of a mutant that is new, or was changed since it was tried', () => {
    keepResult(result, [mutant], path);
    const triedOf = (...table: Mutant[]): readonly boolean[] =>
      scoredOf(table, readScore(path)).map(([, stored]) => stored !== undefined);
    expect(triedOf(mutant, other)).to.deep.equal([true, false]);
    expect(triedOf({ ...mutant, replace: 'w' })).to.deep.equal([false]);
    expect(triedOf({ ...mutant, looks: [{ tests: ['a'] }] })).to.deep.equal([false]);
    expect(triedOf({ ...mutant, expected: 'In other words.' })).to.deep.equal([true]);
  });

  it('is empty before the first mutant was tried', () => {
    expect(readScore(path)).to.deep.equal({});
  });
});
