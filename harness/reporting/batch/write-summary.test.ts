import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { badRows, sampleRow, sampleSummary } from '../../../test/samples/sample-summary.ts';
import { HarnessError } from '../../errors.ts';
import { summarySchema } from '../../model/summary.ts';
import { removeSummary, summaryFiles, writeSummary } from './write-summary.ts';

describe('writeSummary', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-summary-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes three files, of which the JSON is the summary itself', async () => {
    const summary = sampleSummary([sampleRow(), ...badRows]);
    await writeSummary(folder, summary);
    expect((await readdir(folder)).toSorted()).to.deep.equal(Object.values(summaryFiles).toSorted());
    const read: unknown = JSON.parse(await readFile(join(folder, summaryFiles.json), 'utf8'));
    expect(summarySchema.parse(read)).to.deep.equal(summary);
    expect(await readFile(join(folder, summaryFiles.text), 'utf8')).to.match(/^# All scenarios/);
    expect(await readFile(join(folder, summaryFiles.junit), 'utf8')).to.match(/^<\?xml /);
  });

  it('refuses to write what is not of the schema', async () => {
    const wrong = sampleSummary([], { seed: -1 });
    const refused = await writeSummary(folder, wrong).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).to.have.property('name', 'ZodError');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is removed as a whole, also where there is none, and nothing else is', async () => {
    await removeSummary(folder);
    await writeSummary(folder, sampleSummary([sampleRow()]));
    await writeFile(join(folder, 'sabotages.md'), 'kept');
    await removeSummary(folder);
    expect(await readdir(folder)).to.deep.equal(['sabotages.md']);
  });

  it('says in a sentence where it cannot be removed', async () => {
    await writeFile(join(folder, 'file'), '');
    const refused = await removeSummary(join(folder, 'file')).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_NOT_WRITABLE');
  });
});
