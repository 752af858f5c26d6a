import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { openJournal } from './open-journal.ts';

describe('openJournal', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-journal-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('writes each entry as it happens, numbered', async () => {
    const path = join(folder, 'journal.ndjson');
    const journal = openJournal(path);
    journal.write({ kind: 'note', message: 'one' });
    journal.write({ kind: 'note', message: 'zwei: ü' });
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).to.deep.equal(journal.entries());
    expect(journal.entries().map(({ sequence }) => sequence)).to.deep.equal([1, 2]);
    expect(journal.broken.aborted).to.equal(false);
    journal.close();
  });

  it('forgets all but the latest entries where that is enough, and writes every one', async () => {
    const path = join(folder, 'journal.ndjson');
    const journal = openJournal(path, 3);
    for (let n = 1; n <= 20; n += 1) journal.write({ kind: 'note', message: String(n) });
    journal.close();
    const kept = journal.entries().map(({ sequence }) => sequence);
    expect(kept.length).to.be.within(3, 6);
    expect(kept.at(-1)).to.equal(20);
    expect((await readFile(path, 'utf8')).trim().split('\n')).to.have.length(20);
  });

  it('refuses a folder that is not there, and a journal that is there already', () => {
    expect(() => openJournal(join(folder, 'none', 'journal.ndjson')))
      .to.throw(HarnessError)
      .with.property('code', 'CHAOS_NOT_WRITABLE');
    openJournal(join(folder, 'journal.ndjson')).close();
    expect(() => openJournal(join(folder, 'journal.ndjson'))).to.throw(HarnessError);
  });

  it('reports a full disk by its signal, and never throws where no caller would catch it', async () => {
    const module = pathToFileURL(join(import.meta.dirname, 'open-journal.ts')).href;
    const script = `import { openJournal } from '${module}';
      const journal = openJournal(process.argv[1]);
      for (let n = 0; n < 100; n += 1) journal.write({ kind: 'note', message: 'x'.repeat(100) });
      console.log(journal.broken.reason.code, journal.entries().length);`;
    // A limit on the size of files stands for a full disk: root is refused as well.
    const args = ['-c', 'ulimit -f 1; exec "$0" "$@"', process.execPath, '--input-type=module', '-e', script];
    const { stdout, stderr } = await promisify(execFile)('sh', [...args, join(folder, 'journal.ndjson')]);
    expect(stdout).to.equal('CHAOS_NOT_WRITABLE 100\n');
    expect(stderr).to.equal('');
  });
});
