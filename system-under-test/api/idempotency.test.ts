import { defaultPayloadConverter } from '@temporalio/common';
import { expect } from 'chai';
import { asMark, isSame, markIn, markOf } from './idempotency.ts';

const mark = markOf('key-1', { document: 'a', pages: 3 });

describe('the mark of a request', () => {
  it('is the same for the same key and request, in any order of its fields', () => {
    expect(isSame(markOf('key-1', { pages: 3, document: 'a' }), mark)).to.equal(true);
  });

  it('is another for another key', () => {
    expect(isSame(markOf('key-2', { document: 'a', pages: 3 }), mark)).to.equal(false);
    expect(isSame(undefined, mark)).to.equal(false);
  });

  it('is refused if the key came with another request', () => {
    expect(() => isSame(markOf('key-1', { document: 'a', pages: 4 }), mark)).to.throw(/came with another request/);
  });

  it('does not show the key', () => {
    expect(JSON.stringify(mark)).not.to.contain('key-1');
  });

  it('is read back from a payload', () => {
    expect(markIn(defaultPayloadConverter.toPayload(mark))).to.deep.equal(mark);
    expect(markIn(undefined)).to.equal(undefined);
    for (const value of [null, 'text', {}, { key: 1, request: 'r' }]) expect(asMark(value)).to.equal(undefined);
  });
});
