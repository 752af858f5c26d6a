import { existsSync, globSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect } from 'chai';
import { at, documents, manifest, projectFolder, readme, textOf } from './documents.ts';

/** Documents that the package ships, with all that their links lead to. */
const shippedDocuments = [...documents, 'system-under-test/README.md'];

describe('what the documents say to run and to read', () => {
  it('has the two commands of a fresh clone, each alone, and CI calls the second', () => {
    const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1] ?? '');
    expect(blocks).to.include('npm ci && npm run scenario worker-kill\n');
    expect(blocks).to.include('npm ci && npm test\n');
    expect(textOf('.ci/run'))
      .to.match(/^npm ci\b/m)
      .and.to.match(/^npm test\b/m);
  });

  it('keeps the first page short', () => {
    expect(readme.split('\n').length, 'lines of README.md').to.be.at.most(151);
    expect(Buffer.byteLength(readme), 'bytes of README.md').to.be.at.most(12 * 1024);
    expect(textOf('ARCHITECTURE.md').split('\n').length, 'lines of ARCHITECTURE.md').to.be.at.most(251);
  });

  it('names no npm script that does not exist, and leaves none out', () => {
    const named = documents.flatMap((path) =>
      [...textOf(path).matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map((match) => match[1] ?? ''),
    );
    for (const script of named) expect(Object.keys(manifest.scripts), script).to.include(script);
    for (const script of Object.keys(manifest.scripts)) expect([...named, 'test'], script).to.include(script);
  });

  it('holds no marker of a merge conflict, also not one that the formatter has taken for a quotation', () => {
    const marker = /^(?:<{7} |\s*={7}$|>{7} |(?:> ){6}>)/m;
    expect(shippedDocuments.filter((path) => marker.test(textOf(path)))).to.deep.equal([]);
  });

  for (const path of shippedDocuments) {
    it(`${path} links only to files and headings that exist and are shipped`, () => {
      expect(linksOf(path).flatMap((link) => problemOf(path, link))).to.deep.equal([]);
    });
  }

  it('can be reached from the first page, each of them', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) for (const link of linksOf(path)) reached.add(targetOf(path, link).file);
    expect(documents.filter((path) => !reached.has(path))).to.deep.equal([]);
  });

  it('shows pictures of at most 300 kB, each of them somewhere', () => {
    const pictures = globSync('docs/images/*.png', at());
    expect(pictures).not.to.deep.equal([]);
    const shown = new Set(documents.flatMap((path) => linksOf(path).map((link) => targetOf(path, link).file)));
    for (const picture of pictures) {
      expect(statSync(join(projectFolder, picture)).size, picture).to.be.lessThan(300_000);
      expect([...shown]).to.include(picture);
    }
  });

  it('comes with the full text of the licence', () => {
    const licence = textOf('LICENSE');
    expect(licence).to.contain('Apache License').and.to.contain('END OF TERMS AND CONDITIONS');
  });
});

/** The links of a document to other documents and pictures of ours. */
function linksOf(path: string): readonly string[] {
  if (!path.endsWith('.md')) return [];
  const prose = textOf(path).replaceAll(/^```.*?^```$/gms, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function targetOf(path: string, link: string): { readonly file: string; readonly heading: string | undefined } {
  const [file = '', heading] = link.split('#', 2);
  return { file: file === '' ? path : normalize(join(dirname(path), file)), heading };
}

function problemOf(path: string, link: string): readonly string[] {
  const { file, heading } = targetOf(path, link);
  if (!existsSync(join(projectFolder, file))) return [`${link}: there is no ${file}`];
  if (!manifest.files.some((shipped) => file === shipped || file.startsWith(`${shipped}/`))) {
    return [`${link}: the package does not ship ${file}`];
  }
  if (heading === undefined || headingsOf(file).includes(heading)) return [];
  return [`${link}: ${file} has no such heading`];
}

/** The anchors that GitHub makes of a document's headings. */
function headingsOf(path: string): readonly string[] {
  const prose = textOf(path).replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
