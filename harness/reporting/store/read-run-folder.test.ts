import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { books, evidence, sampleRunFolder, told, whole } from '../test-support/sample-run-folder.ts';
import { readRunFolder } from './read-run-folder.ts';

describe('a run folder that is read', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await sampleRunFolder();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function edit(
    file: string,
    change: (value: { rows: unknown[] } & Record<string, unknown>) => void,
  ): Promise<void> {
    const value = JSON.parse(await readFile(join(folder, file), 'utf8')) as { rows: unknown[] };
    change(value);
    await writeFile(join(folder, file), JSON.stringify(value));
  }

  it('is judged on what the journal held when it was judged first', async () => {
    const more = { ...evidence.journal.at(-1), sequence: evidence.journal.length + 1, atMs: 99_999 };
    await appendFile(join(folder, 'journal.ndjson'), `${JSON.stringify(more)}\n`);
    expect((await readRunFolder(folder)).evidence.journal).to.deep.equal(evidence.journal);
  });

  it('has its journal in the form of today where that is of an earlier version, or of an unknown one', async () => {
    const [first, ...rest] = (await readFile(join(folder, 'journal.ndjson'), 'utf8')).split('\n');
    const { sequence, atMs, time } = JSON.parse(first ?? '') as (typeof evidence.journal)[number];
    const note = { sequence, atMs, time, kind: 'note', message: 'canaries', data: ['canary-1'] };
    await writeFile(join(folder, 'journal.ndjson'), [JSON.stringify(note), ...rest].join('\n'));
    const firstEntry = async (): Promise<unknown> => (await readRunFolder(folder)).evidence.journal[0];
    const upgraded = { sequence, atMs, time, kind: 'canaries', workflowIds: ['canary-1'] };
    expect(await firstEntry()).to.deep.equal(note);
    await edit('manifest.json', (file) =>
      Object.assign(file['journal'] as object, { schema: 'durable-chaos/journal@1' }),
    );
    expect(await firstEntry()).to.deep.equal(upgraded);
    await rm(join(folder, 'manifest.json'));
    expect(await firstEntry()).to.deep.equal(upgraded);
  });

  it('is incomplete where its plan is not the one that was run', async () => {
    const changed = { ...evidence.plan, workload: evidence.plan.workload.slice(1) };
    await writeFile(join(folder, 'plan.json'), JSON.stringify(changed));
    expect((await readRunFolder(folder)).incomplete).to.deep.equal(['plan.json is not the plan that was run']);
  });

  it('is incomplete without its report, which has the errors of the harness', async () => {
    await rm(join(folder, 'report.json'));
    expect((await readRunFolder(folder)).incomplete).to.deep.equal(['report.json is missing']);
  });

  it('takes an edited book at its word, and says that it was edited', async () => {
    await edit('effects.json', (file) => file.rows.push(file.rows[0]));
    await edit('checkpoints.json', (file) => file.rows.pop());
    const read = await readRunFolder(folder);
    expect(told(read)).to.deep.equal({ ...whole, effects: '29', checkpoints: '11' });
    expect(read.incomplete).to.deep.equal([
      'checkpoints has 11 rows, but 12 were collected',
      'effects has 29 rows, but 28 were collected',
    ]);
  });

  it('is whole without a book of tables where it is of a version that wrote none', async () => {
    await rm(join(folder, 'tables.json'));
    await edit('manifest.json', (file) => delete (file['books'] as Record<string, unknown>)['tables']);
    const read = await readRunFolder(folder);
    expect(read.incomplete).to.deep.equal([]);
    const reason = 'the run was made by a version of durable-chaos that did not read tables';
    expect(told(read)).to.deep.equal({ ...whole, tables: reason });
  });

  const cuts: readonly (readonly [file: string, book: string, missing: string, cut: string])[] = [
    ['checkpoints.json', 'checkpoints', 'checkpoints.json is missing', 'checkpoints.json is not whole JSON'],
    ['effects.json', 'effects', 'effects.json is missing', 'effects.json is not whole JSON'],
    ['tables.json', 'tables', 'tables.json is missing', 'tables.json is not whole JSON'],
    ['replays.json', 'replays', 'replays.json is missing', 'replays.json is not whole JSON'],
    ['components.json', 'components', 'components.json is missing', 'components.json is not whole JSON'],
    ['event-histories/index.json', 'eventHistories', 'index.json is missing', 'index.json is not whole JSON'],
    [
      'event-histories/document-02.json',
      'eventHistories',
      'event-histories/document-02.json is missing',
      'event-histories/document-02.json is not whole JSON',
    ],
  ];
  for (const [file, book, missing, cut] of cuts) {
    it(`has one unavailable book where ${file} is cut short or missing`, async () => {
      await truncate(join(folder, file), 200);
      const truncated = await readRunFolder(folder);
      expect(told(truncated)).to.deep.equal({ ...whole, [book]: cut });
      expect(truncated.incomplete).to.deep.equal([cut]);
      await rm(join(folder, file));
      const gone = await readRunFolder(folder);
      expect(told(gone)).to.deep.equal({ ...whole, [book]: missing });
      expect(gone.incomplete).to.deep.equal([missing]);
    });
  }

  it('has no book that can be trusted where the journal or the manifest is cut short or missing', async () => {
    const all = (reason: string): Record<string, string> => Object.fromEntries(books.map((name) => [name, reason]));
    const lines = (await readFile(join(folder, 'journal.ndjson'), 'utf8')).split('\n');
    const total = evidence.journal.length;
    const journals: readonly (readonly [text: string, reason: string])[] = [
      [`${lines.slice(0, 40).join('\n')}\n`, `journal.ndjson ends after entry 40 of ${total}`],
      [`${lines.slice(0, 40).join('\n')}\n{"kind":"ca`, 'journal.ndjson, line 41: not whole JSON'],
      [lines.toSpliced(9, 1).join('\n'), 'journal.ndjson, line 10: sequence 11 where 10 was expected'],
      [lines.toSpliced(9, 1, '{"kind":"prophecy"}').join('\n'), 'journal.ndjson, line 10: Invalid discriminator value'],
    ];
    for (const [text, reason] of journals) {
      await writeFile(join(folder, 'journal.ndjson'), text);
      const read = await readRunFolder(folder);
      expect(read.incomplete).to.have.length(1);
      expect(read.incomplete[0]).to.satisfy((found: string) => found.startsWith(reason));
      expect(told(read)).to.deep.equal(all(read.incomplete[0] ?? ''));
    }
    await rm(join(folder, 'journal.ndjson'));
    expect(told(await readRunFolder(folder))).to.deep.equal(all('journal.ndjson is missing or cannot be read'));
    await rm(join(folder, 'manifest.json'));
    expect(told(await readRunFolder(folder))).to.deep.equal(all('manifest.json is missing'));
  });

  it('has an unavailable book where a row is malformed, an index leads elsewhere, or events are missing', async () => {
    await edit('effects.json', (file) => file.rows.push({ sequence: 'one' }));
    expect(told(await readRunFolder(folder))['effects']).to.match(
      /^effects\.json: .*expected number.* at \[28\]\.sequence/,
    );
    await edit('event-histories/document-01.json', (file) => (file['events'] as unknown[]).pop());
    expect(told(await readRunFolder(folder))['eventHistories']).to.equal(
      'event-histories/document-01.json holds 32 of 33 events',
    );
    await edit('event-histories/index.json', (file) => Object.assign(file.rows[0] as object, { file: '../plan.json' }));
    expect(told(await readRunFolder(folder))['eventHistories']).to.match(/^index\.json: .* at \[0\]\.file/);
  });

  it('is no run folder without a plan, and is refused where a file is newer than this harness', async () => {
    const codeOf = async (path: string): Promise<string> =>
      readRunFolder(path).then(
        () => 'read',
        (thrown: { code: string; message: string }) => `${thrown.code} ${thrown.message.replace(path, '<folder>')}`,
      );
    const advice = 'Give the folder of one run, such as reports/runs/<scenario>/<run-id>.';
    await edit('replays.json', (file) => Object.assign(file, { schema: 'durable-chaos/replays@2' }));
    expect(await codeOf(folder)).to.equal(
      'CHAOS_BAD_RUN_FOLDER Expected replays.json to be of version 1 or older, but it is "durable-chaos/replays@2". ' +
        'Use a newer durable-chaos.',
    );
    await edit('manifest.json', (file) =>
      Object.assign(file['journal'] as object, { schema: 'durable-chaos/journal@3' }),
    );
    expect(await codeOf(folder)).to.match(/^CHAOS_BAD_RUN_FOLDER Expected journal\.ndjson to be of version 2 or older/);
    await edit('plan.json', (file) => Object.assign(file, { schema: 'durable-chaos/plan@9' }));
    expect(await codeOf(folder)).to.match(/^CHAOS_BAD_RUN_FOLDER Expected plan\.json to be of version 1/);
    await rm(join(folder, 'plan.json'));
    expect(await codeOf(folder)).to.equal(
      `CHAOS_BAD_RUN_FOLDER The plan of the run in <folder> can't be used: plan.json is missing. ${advice}`,
    );
    expect(await codeOf(join(folder, 'nowhere'))).to.equal(
      `CHAOS_BAD_RUN_FOLDER There is no run folder at <folder>. ${advice}`,
    );
  });
});
