import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findSource } from './find-source.ts';

const project = join(import.meta.dirname, '..', '..', '..');

describe('findSource', () => {
  it('finds the activity and the workflow of a name, with the line of its definition', () => {
    for (const name of ['publish', 'ingestDocument']) {
      const [file = '', line] = findSource(project, 'system-under-test', name)?.split(':') ?? [];
      expect(readFileSync(join(project, file), 'utf8').split('\n')[Number(line) - 1]).to.include(`function ${name}`);
      expect(file).not.to.match(/\.test\.|sabotage/);
    }
  });

  it('takes an absolute folder as well, and names files below the project all the same', () => {
    const found = findSource(project, join(project, 'system-under-test'), 'publish');
    expect(found)
      .to.be.a('string')
      .and.to.equal(findSource(project, 'system-under-test', 'publish'));
  });

  it('finds nothing where nothing is of that name, or the name is no name', () => {
    expect(findSource(project, 'system-under-test', 'noSuchActivity')).to.equal(null);
    expect(findSource(project, 'system-under-test', 'a.*b')).to.equal(null);
  });
});
