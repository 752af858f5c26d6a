import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { sourceFinder } from './find-source.ts';

const project = join(import.meta.dirname, '..', '..', '..');

describe('sourceFinder', () => {
  it('finds the activity and the workflow of a name, with the line of its definition', () => {
    for (const name of ['publish', 'ingestDocument']) {
      const [file = '', line] = sourceFinder(project, 'system-under-test')(name)?.split(':') ?? [];
      expect(readFileSync(join(project, file), 'utf8').split('\n')[Number(line) - 1]).to.include(`function ${name}`);
      expect(file).not.to.match(/\.test\.|sabotage/);
    }
  });

  it('takes an absolute folder as well, and names files below the project all the same', () => {
    const found = sourceFinder(project, join(project, 'system-under-test'))('publish');
    expect(found).to.be.a('string').and.to.equal(sourceFinder(project, 'system-under-test')('publish'));
  });

  it('finds nothing where nothing is of that name, or the name is no name', () => {
    expect(sourceFinder(project, 'system-under-test')('noSuchActivity')).to.equal(null);
    expect(sourceFinder(project, 'system-under-test')('a.*b')).to.equal(null);
  });

  describe('in a project', () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'find-source-'))));
    afterEach(() => rmSync(folder, { recursive: true }));

    function write(path: string, text: string): void {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }

    it('does not even enter the folders of dependencies and reports', () => {
      for (const path of ['node_modules/a', '.venv/lib', 'venv/lib', 'src/node_modules/b', 'reports/runs', 'dist'])
        write(`${path}/charge.js`, 'function charge() {}');
      write('src/charge.ts', '\nexport async function charge() {}');
      expect(sourceFinder(folder, '.')('charge')).to.equal('src/charge.ts:2');
      expect(sourceFinder(folder, folder)('charge')).to.equal('src/charge.ts:2');
    });

    it('finds nothing in a folder that is not there', () => {
      expect(sourceFinder(folder, 'no-such-folder')('charge')).to.equal(null);
    });

    it('lists files once and looks for each name once', () => {
      write('src/charge.ts', 'export function charge() {}');
      const find = sourceFinder(folder, '.');
      expect([find('charge'), find('refund')]).to.deep.equal(['src/charge.ts:1', null]);
      rmSync(join(folder, 'src'), { recursive: true });
      expect([find('charge'), find('refund')]).to.deep.equal(['src/charge.ts:1', null]);
    });

    for (const [file, text] of [
      ['charge.go', 'func (a *Activities) Charge(ctx context.Context) error {'],
      ['charge.go', 'func Charge(ctx context.Context) error {'],
      ['charge.py', 'async def Charge(order: str) -> None:'],
      ['Payments.java', '  public Receipt Charge(Order order) {'],
      ['Payments.cs', '    public static async Task<string> Charge(Order order)'],
      ['payments.rb', 'class Charge < Temporalio::Activity::Definition'],
    ] as const) {
      it(`finds a definition in ${file}: ${text}`, () => {
        write(file, `${text}\n`);
        expect(sourceFinder(folder, '.')('Charge')).to.equal(`${file}:1`);
      });
    }
  });
});
