import { expect } from 'chai';
import { sabotageCatches } from '../../tools/docs/blocks/sabotages.ts';
import { building, shipped } from '../../tools/docs/dependencies.ts';
import { staleDocuments, unusedBlocks } from '../../tools/docs/stale-documents.ts';
import { manifest } from './documents.ts';

describe('the generated parts of the documents', () => {
  it('are what the sources say', () => {
    const stale = staleDocuments().map(({ path }) => path);
    if (stale.length > 0) throw new Error(`Stale: ${stale.join(', ')}. Run: npm run docs`);
  });

  it('are all shown somewhere', () => {
    expect(unusedBlocks()).to.deep.equal([]);
  });

  it('have a catch for every sabotage', () => {
    const uncaught = sabotageCatches().filter(({ caught }) => caught.length === 0);
    expect(uncaught.map(({ name }) => name)).to.deep.equal([]);
  });

  it('have a reason for every dependency, and for no other', () => {
    expect(Object.keys(shipped).toSorted()).to.deep.equal(Object.keys(manifest.dependencies).toSorted());
    expect(Object.keys(building).toSorted()).to.deep.equal(Object.keys(manifest.devDependencies).toSorted());
    expect([...Object.values(shipped), ...Object.values(building)]).not.to.include('');
  });
});
