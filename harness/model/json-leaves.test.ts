import { expect } from 'chai';
import { assert, jsonValue, property } from 'fast-check';
import { canonicalJson, type Json } from './json.ts';
import { leafDifferences, leavesOf, unreadLeaves } from './json-leaves.ts';

const differences = (expected: Json, actual: Json) => leafDifferences(leavesOf(expected), leavesOf(actual));

describe('the leaves of a value', () => {
  it('are its texts, numbers, booleans and nulls by place, and the shapes that hold them', () => {
    expect([...leavesOf({ b: [1, null], a: {} }, 'result')]).to.deep.equal([
      ['result.*', '["a","b"]'],
      ['result.a.*', '[]'],
      ['result.b.length', 2],
      ['result.b[0]', 1],
      ['result.b[1]', null],
    ]);
    expect([...leavesOf('x')]).to.deep.equal([['', 'x']]);
  });

  it('are compared with nothing where a value could not be decoded, and all others are', () => {
    const unread = { payloadEncoding: 'binary/encrypted', sha256: null };
    expect([...unreadLeaves(leavesOf({ a: [unread], b: 1 }))]).to.deep.equal([['.a[0]', 'binary/encrypted']]);
    expect(differences({ a: unread, b: 1 }, { a: unread, b: 2 })).to.deep.equal([{ at: '.b', expected: 1, actual: 2 }]);
    expect(differences({ a: unread }, { a: { c: [1] } })).to.deep.equal([]);
    expect(differences({ a: { c: [1] } }, { a: unread })).to.deep.equal([]);
    expect(differences({ ab: 1 }, { a: unread }).map(({ at }) => at)).to.deep.equal(['.*', '.ab']);
    const bytes = { payloadEncoding: 'binary/plain', sha256: 'of them' };
    expect(differences(bytes, { ...bytes, sha256: 'of others' }).length).to.equal(1);
  });

  it('differ where values differ, and only there', () => {
    assert(
      property(jsonValue(), jsonValue(), (a, b) => {
        const same = canonicalJson(a as Json) === canonicalJson(b as Json);
        expect(differences(a as Json, b as Json).length === 0).to.equal(same);
      }),
    );
    expect(differences({ a: [1, 2] }, { a: [1, 3] })).to.deep.equal([{ at: '.a[1]', expected: 2, actual: 3 }]);
    expect(differences({ a: [1] }, { a: [1, 3] })).to.deep.equal([{ at: '.a.length', expected: 1, actual: 2 }]);
    for (const [one, other] of [
      [{}, { '': {} }],
      [{ 'a, b': 1 }, { a: 1, b: 1 }],
      [[], { length: 0 }],
      [
        { 'a.b': 1, a: {} },
        { 'a.b': 1, a: { b: 1 } },
      ],
    ] as const) {
      expect(differences(one, other), JSON.stringify([one, other])).not.to.deep.equal([]);
      expect(differences(other, one), JSON.stringify([other, one])).not.to.deep.equal([]);
    }
    expect(differences(7, [7])).to.deep.equal([{ at: '', expected: 7, actual: null }]);
  });
});
