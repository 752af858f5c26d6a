import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { parseCount, parseParam } from './parse-param.ts';

describe('parseParam', () => {
  const table = [
    { text: 'documents=20', value: { documents: 20 } },
    { text: 'name=worker-1', value: { name: 'worker-1' } },
    { text: 'name="20"', value: { name: '20' } },
    { text: 'on=true', value: { on: true } },
    { text: 'list=[1,2]', value: { list: [1, 2] } },
    { text: 'equation=a=b', value: { equation: 'a=b' } },
    { text: 'nothing=', value: { nothing: '' } },
  ];
  for (const { text, value } of table) {
    it(`reads ${text}`, () => {
      expect(parseParam(text, {})).to.deep.equal(value);
    });
  }

  it('adds to those before, and the later of two wins', () => {
    expect(parseParam('b=2', { a: 1 })).to.deep.equal({ a: 1, b: 2 });
    expect(parseParam('a=2', { a: 1 })).to.deep.equal({ a: 2 });
  });

  for (const text of ['documents', '=20', '']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseParam(text, {}))
        .to.throw(HarnessError, 'name=value')
        .with.property('code', 'CHAOS_USAGE');
    });
  }
});

describe('parseCount', () => {
  it('reads whole numbers from 0', () => {
    expect(['0', '7', '1000000'].map(parseCount('seed'))).to.deep.equal([0, 7, 1_000_000]);
  });

  for (const text of ['x', '', ' ', '-1', '1.5', '1e400', '1e9', '0x10', ' 7', 'NaN', '9007199254740993']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseCount('seed')(text))
        .to.throw(HarnessError, 'a whole number after --seed')
        .with.property('code', 'CHAOS_USAGE');
    });
  }
});
