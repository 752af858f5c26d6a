import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Evidence } from '../../model/evidence.ts';
import { evidence, report, sampleRunFolder, told, whole } from '../test-support/sample-run-folder.ts';
import { readRunFolder } from './read-run-folder.ts';
import { writeRunFolder } from './write-run-folder.ts';

describe('a run folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await sampleRunFolder();
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is read back as it was written', async () => {
    const { landings: _landings, ...written } = evidence;
    const read = await readRunFolder(folder);
    expect(read).to.deep.equal({ plan: evidence.plan, evidence: written, report, incomplete: [] });
    const files = await readdir(folder);
    expect(files.toSorted()).to.deep.equal([
      'checkpoints.json',
      'components.json',
      'effects.json',
      'event-histories',
      'journal.ndjson',
      'manifest.json',
      'plan.json',
      'replays.json',
      'report.json',
      'report.md',
      'tables.json',
      'timeline.html',
      'timeline.svg',
      'versions.json',
    ]);
    expect(await readdir(join(folder, 'event-histories'))).to.have.members([
      'document-01.json',
      'document-02.json',
      'document-03.json',
      'index.json',
    ]);
  });

  it('has event histories as Temporal recorded them, and beside them what their payloads say', async () => {
    const [first, ...rest] = evidence.eventHistories.state === 'collected' ? evidence.eventHistories.rows : [];
    if (first === undefined) expect.fail();
    const recorded = first.events.map((event) => ({ ...event, worker: 'as recorded' }));
    const rows = [{ ...first, recorded }, ...rest];
    const decoded: Evidence = { ...evidence, eventHistories: { state: 'collected', rows } };
    await writeRunFolder(folder, { plan: evidence.plan, evidence: decoded, report });
    const { evidence: read } = await readRunFolder(folder);
    expect(read.eventHistories).to.deep.equal({ state: 'collected', rows });
    expect(await readdir(join(folder, 'decoded-event-histories'))).to.deep.equal(['document-01.json']);
    await writeFile(join(folder, 'decoded-event-histories', 'document-01.json'), '{"events":[]}');
    expect(told(await readRunFolder(folder)).eventHistories).to.contain(
      'decoded-event-histories/document-01.json holds 0',
    );
    await rm(join(folder, 'decoded-event-histories'), { recursive: true });
    expect((await readRunFolder(folder)).incomplete, 'then nothing is decoded').to.deep.equal([]);
  });

  it('keeps a book that was unavailable, with its reason', async () => {
    const lost: Evidence = { ...evidence, checkpoints: { state: 'unavailable', reason: 'Supabase did not answer' } };
    await writeRunFolder(folder, { plan: evidence.plan, evidence: lost, report });
    const read = await readRunFolder(folder);
    expect(told(read)).to.deep.equal({ ...whole, checkpoints: 'Supabase did not answer' });
    expect(read.incomplete).to.deep.equal([]);
  });

  it('can be left with a plan and a report only, and then nothing is available', async () => {
    const bare = join(folder, 'bare');
    await writeRunFolder(bare, { plan: evidence.plan, evidence: null, report });
    const read = await readRunFolder(bare);
    expect(read.report).to.deep.equal(report);
    expect(new Set(Object.values(told(read)))).to.deep.equal(new Set(['manifest.json is missing']));
  });
});
