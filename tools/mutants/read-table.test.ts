import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { toHarnessError } from '../../harness/errors.ts';
import { looksOf } from './default-looks.ts';
import { chosenOf, OWN_TABLE, readTable } from './read-table.ts';
import { plantedIn, Workbench } from './workbench.ts';

const projectFolder = join(import.meta.dirname, '..', '..');
const mutant = { id: 'a', file: 'package.json', find: 'x', replace: 'y', kind: 'lost effect', expected: 'It is lost.' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chaos-table-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function refusalOf(table: unknown): Promise<string> {
  const path = join(folder, 'table.json');
  await writeFile(path, typeof table === 'string' ? table : JSON.stringify(table));
  return refusalAt(path);
}

function refusalAt(path: string): string {
  try {
    readTable(path);
    return '';
  } catch (error) {
    expect(toHarnessError(error).code).to.equal('CHAOS_USAGE');
    return toHarnessError(error).message.replace(path, 'table.json');
  }
}

describe('a table of mutants', () => {
  it('of this project can be read, and each mutant can be planted exactly once', async () => {
    const table = readTable(OWN_TABLE);
    const planted = table.map(async (one) => {
      const text = await readFile(join(projectFolder, one.file), 'utf8').catch(() => '');
      return plantedIn(text, one) === null ? [one.id] : [];
    });
    expect((await Promise.all(planted)).flat()).to.deep.equal([]);
  });

  it('is refused in one sentence if it is none', async () => {
    expect(await refusalOf('no json')).to.include('table.json is no table of mutants: ');
    expect(await refusalOf([])).to.equal('table.json is no table of mutants: the table must not be empty.');
    expect(await refusalOf([{ ...mutant, find: undefined }])).to.equal(
      'table.json is no table of mutants: `0.find` is missing.',
    );
    expect(await refusalOf([mutant, mutant])).to.equal('table.json is no table of mutants: it has two mutants "a".');
    expect(refusalAt(join(folder, 'none.json'))).to.include('is no table of mutants: ');
  });

  it('refuses to try a mutant that it lacks', () => {
    expect(() => chosenOf([mutant], ['b'])).to.throw('There is no mutant "b" in the table.');
    expect(chosenOf([mutant], undefined)).to.deep.equal([mutant]);
  });

  it('chooses by id, by class and by pattern', () => {
    const table = ['key-a', 'key-b', 'other'].map((id) => ({
      ...mutant,
      id,
      kind: id === 'other' ? 'late' : 'lost effect',
    }));
    const idsOf = (...only: string[]): readonly string[] => chosenOf(table, only).map(({ id }) => id);
    expect(idsOf('key-b')).to.deep.equal(['key-b']);
    expect(idsOf('key-*')).to.deep.equal(['key-a', 'key-b']);
    expect(idsOf('late', 'key-a')).to.deep.equal(['key-a', 'other']);
  });

  it('has each mutant looked for where its file is used, if it names no place', () => {
    const looks = (file: string): readonly string[] => looksOf({ ...mutant, file }).map((look) => JSON.stringify(look));
    expect(looks('system-under-test/api/routes.ts')[0]).to.include('api-answer-lost');
    expect(looks('system-under-test/activities/publish.ts')[0]).to.include('worker-kill');
    expect(looks('system-under-test/versions/v2/workflows.ts')[0]).to.include('worker-deploy-rolling');
    expect(looks('system-under-test/workflows/ingest.ts').at(-1)).to.include('replay');
    const cancelled = { ...mutant, file: 'system-under-test/workflows/ingest.ts', kind: 'cancellation ignored' };
    expect(JSON.stringify(looksOf(cancelled)[1])).to.include('cancelled-in-flight');
    for (const file of ['harness/checks/judge.ts', 'harness/checks/evidence/due-effects.ts']) {
      expect(looks(file)[0]).to.equal('{"tests":["harness/checks/**/*.test.ts","harness/contracts/*.test.ts"]}');
    }
  });
});

describe('a workbench', () => {
  let bench: Workbench;
  before(async function () {
    this.timeout(60_000);
    bench = await Workbench.of(projectFolder);
  });
  after(() => bench[Symbol.asyncDispose]());

  it('has the mutant in its copy alone, and only for as long as it is looked for', async () => {
    const change = { ...mutant, file: '.mocharc.json', find: '{', replace: '{ ' };
    const before = await readFile(join(projectFolder, change.file), 'utf8');
    const copy = join(bench.folder, change.file);
    expect(await bench.with(change, () => readFile(copy, 'utf8'))).not.to.equal(before);
    expect(await readFile(copy, 'utf8')).to.equal(before);
    expect(await readFile(join(projectFolder, change.file), 'utf8')).to.equal(before);
  });

  it('plants nothing if the text is not there exactly once', async () => {
    const file = 'package.json';
    expect(await bench.with({ ...mutant, file, find: 'is not there at all' }, async () => true)).to.equal(null);
    expect(await bench.with({ ...mutant, file, find: 'harness' }, async () => true)).to.equal(null);
  });
});
