import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect } from 'chai';
import { z } from 'zod';
import { judgeAgain } from '../../harness/cli/commands/judge.ts';
import { jsonSchema } from '../../harness/model/json.ts';
import { readRunFolder } from '../../harness/reporting/store/read-run-folder.ts';

const fixtures = new URL('../fixtures/run-folders/', import.meta.url);

/** The files of a run folder, by path. */
type Files = Readonly<Record<string, string>>;
const filesSchema = z.record(z.string(), z.string());

/** What the harness of then said of the folder, as it is and with lines of its journal, or a history, changed by hand. */
const judgedSchema = z.strictObject({
  run: z.string(),
  /** The commit of the harness that made the run and judged it. */
  judgedBy: z.string(),
  cases: z.array(
    z.strictObject({
      what: z.string(),
      /** Entries in the place of those of the same number. */
      journal: z.record(z.string(), jsonSchema).optional(),
      /** One more row in the index of event histories. */
      row: jsonSchema.optional(),
      verdict: z.string(),
      findings: z.record(z.string(), z.string()),
    }),
  ),
});
type Case = z.infer<typeof judgedSchema>['cases'][number];

describe('a run folder that an earlier version made', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'chaos-old-run-'))));
  afterEach(async () => await rm(folder, { recursive: true }));

  for (const name of readdirSync(fixtures)) {
    it(`is judged as it was then: ${name}`, async () => {
      const files = filesSchema.parse(
        JSON.parse(brotliDecompressSync(await fixture(name, 'evidence.json.br')).toString()),
      );
      const { cases } = judgedSchema.parse(JSON.parse((await fixture(name, 'judged.json')).toString()));
      for (const one of cases) {
        await write(folder, edited(files, one));
        const { verdict, findings } = judgeAgain(await readRunFolder(folder), name);
        const told = Object.fromEntries(findings.map((finding) => [finding.check, finding.verdict]));
        expect({ verdict, findings: told }, one.what).to.deep.equal({ verdict: one.verdict, findings: one.findings });
      }
    });
  }
});

function fixture(name: string, file: string): Promise<Buffer> {
  return readFile(new URL(`${name}/${file}`, fixtures));
}

const JOURNAL = 'journal.ndjson';
const INDEX = 'event-histories/index.json';

function edited(files: Files, { journal = {}, row }: Case): Files {
  const lines = (files[JOURNAL] ?? '').split('\n');
  for (const [line, entry] of Object.entries(journal)) lines[Number(line) - 1] = JSON.stringify(entry);
  const index = z.looseObject({ rows: z.array(jsonSchema) }).parse(JSON.parse(files[INDEX] ?? ''));
  const rows = row === undefined ? index.rows : [...index.rows, row];
  return { ...files, [JOURNAL]: lines.join('\n'), [INDEX]: JSON.stringify({ ...index, rows }) };
}

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
