import { existsSync, globSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { at, documents, manifest, projectFolder, readme, textOf } from './documents.ts';

describe('what the documents say to run and to read', () => {
  it('has the two commands of a fresh clone, each alone, and CI calls the second', () => {
    const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
    expect(blocks).to.include('npm ci && npm run scenario worker-kill\n');
    expect(blocks).to.include('npm ci && npm test\n');
    expect(textOf('.ci/run'))
      .to.match(/^npm ci\b/m)
      .and.to.match(/^npm test$/m);
  });

  it('names no npm script that does not exist, and leaves none out', () => {
    const named = documents.flatMap((path) =>
      [...textOf(path).matchAll(/npm run (?:-s )?([a-z][a-z:]*)/g)].map((match) => match[1] ?? ''),
    );
    for (const script of named) expect(Object.keys(manifest.scripts), script).to.include(script);
    for (const script of Object.keys(manifest.scripts)) expect([...named, 'test'], script).to.include(script);
  });

  for (const path of documents) {
    it(`${path} links only to files that exist`, () => {
      const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
      const relative = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => link.split('#', 1)[0] ?? '');
      const broken = relative.filter((link) => !existsSync(join(projectFolder, dirname(path), link)));
      expect(broken).to.deep.equal([]);
    });
  }

  it('shows pictures of at most 300 kB', () => {
    const pictures = globSync('docs/images/*.png', at());
    expect(pictures).not.to.deep.equal([]);
    for (const picture of pictures) {
      expect(statSync(join(projectFolder, picture)).size, picture).to.be.lessThan(300_000);
      expect(readme).to.contain(picture);
    }
  });

  it('comes with the full text of the licence', () => {
    const licence = textOf('LICENSE');
    expect(licence).to.contain('Apache License').and.to.contain('END OF TERMS AND CONDITIONS');
  });
});
