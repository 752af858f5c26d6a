import { expect } from 'chai';
import { blocksIn, fillBlocks } from './fill-blocks.ts';

const blocks = { names: () => '| a |', other: () => 'text' };
const document = 'Before.\n\n<!-- generated:names -->\nold\n<!-- /generated -->\n\nAfter.\n';

describe('fillBlocks', () => {
  it('replaces what stands between the markers and keeps the rest', () => {
    const filled = 'Before.\n\n<!-- generated:names -->\n\n| a |\n\n<!-- /generated -->\n\nAfter.\n';
    expect(fillBlocks(document, blocks)).to.equal(filled);
    expect(fillBlocks(filled, blocks), 'filled twice').to.equal(filled);
  });

  it('writes replacement patterns of the text as they are', () => {
    expect(fillBlocks(document, { names: () => "$& $1 $'" })).to.contain("\n$& $1 $'\n");
  });

  it('refuses a block that nothing generates, and one that never ends', () => {
    expect(() => fillBlocks(document, { other: blocks.other })).to.throw(RangeError, '"names"');
    expect(() => fillBlocks(document, {})).to.throw(RangeError);
    expect(() => fillBlocks('<!-- generated:toString -->\n<!-- /generated -->', {})).to.throw(RangeError, 'toString');
    expect(() => fillBlocks('<!-- generated:names -->\nold', blocks)).to.throw(RangeError, '1 generated blocks begin');
  });

  it('names the blocks of a document', () => {
    expect(blocksIn(`${document}${document.replace('names', 'other')}`)).to.deep.equal(['names', 'other']);
  });
});
