import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { HarnessError } from '../../errors.ts';
import { diffExplorations } from './diff-explorations.ts';
import { readEarlier, readExploration } from './read-exploration.ts';
import { mapFileOf, writeExploration, writeExplorationDiff } from './write-exploration.ts';

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('the folder of an exploration', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-exploration-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const json = (): string => join(folder, 'exploration.json');

  it('holds the data, the text, the page and a picture of each case', async () => {
    await writeExploration(folder, sampleExploration());
    expect((await readdir(folder)).toSorted()).to.deep.equal([
      'coverage-map-approved.svg',
      'coverage-map-cancelled.svg',
      'coverage-map.html',
      'exploration.json',
      'exploration.md',
    ]);
    expect(await readFile(join(folder, 'coverage-map-approved.svg'), 'utf8')).to.include(
      'href="coverage-map.html#fail',
    );
    expect(await readFile(join(folder, 'coverage-map.html'), 'utf8')).to.match(/^<!doctype html>/);
    expect(await readFile(join(folder, 'exploration.md'), 'utf8')).to.match(/^# ✗ ingestDocument/);
  });

  it('is read back as it was written, by the folder or by its file', async () => {
    const sample = sampleExploration();
    await writeExploration(folder, sample);
    expect(await readExploration(folder)).to.deep.equal(sample);
    expect(await readExploration(json())).to.deep.equal(sample);
  });

  it('holds what has changed since an earlier one, where it was compared', async () => {
    const diff = diffExplorations(goodExploration(), sampleExploration());
    await writeExplorationDiff(folder, diff);
    expect(JSON.parse(await readFile(join(folder, 'exploration-diff.json'), 'utf8'))).to.deep.equal(diff);
    const bad = await refusal(writeExplorationDiff(folder, { ...diff, newPoints: [1 as never] }));
    expect(bad).to.have.property('name', 'ZodError');
  });

  it('is compared with explorations of the same workflow only', async () => {
    await writeExploration(folder, sampleExploration());
    expect(await readEarlier(folder, 'ingestDocument')).to.deep.equal(sampleExploration());
    const error = await refusal(readEarlier(folder, 'greeting'));
    expect(error).to.have.property('code', 'CHAOS_BAD_RUN_FOLDER');
    expect(String(error)).to.match(/The exploration in ".*" is of ingestDocument, not of greeting\. Give/);
  });

  it('has a separate picture for each case, with any names of cases', () => {
    const [one] = sampleExploration().cases;
    if (one === undefined) throw new Error('Expected a case.');
    const names = ['timed-out', '../a b', '..-a-b', '付款', '退款', 'n'.repeat(300), 'n'.repeat(301), 'Timed-out'];
    const cases = names.map((name) => ({ ...one, name }));
    const files = cases.map((_, index) => mapFileOf({ cases }, index));
    expect(files[0]).to.equal('coverage-map-timed-out.svg');
    expect(new Set(files).size).to.equal(names.length);
    for (const file of files) expect(file).to.match(/^[\w.-]{1,150}$/);
  });

  it('is not written where the exploration is not of its schema', async () => {
    const error = await refusal(writeExploration(folder, sampleExploration({ front: 0 })));
    expect(error).to.have.property('name', 'ZodError');
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is refused in one sentence where there is none, or it is cut short, of another shape, or newer', async () => {
    const said = async (place: string): Promise<string> => {
      const error = await refusal(readExploration(place));
      expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_RUN_FOLDER');
      return (error as HarnessError).message;
    };
    expect(await said(join(folder, 'nowhere'))).to.match(/^There is no exploration at ".*"\. Give/);
    expect(await said(folder)).to.include("can't be used: exploration.json is missing. Give the folder");
    await writeExploration(folder, sampleExploration());
    const text = await readFile(json(), 'utf8');
    await writeFile(json(), text.slice(0, 5000));
    expect(await said(folder)).to.include("can't be used: exploration.json is not whole JSON.");
    await writeFile(json(), text.replace('exploration@1', 'exploration@2'));
    expect(await said(folder)).to.include('it is "durable-chaos/exploration@2". Use a newer durable-chaos.');
    await writeFile(json(), text.replace('"seed": 7', '"seed": "seven"'));
    expect(await said(folder)).to.match(/used: exploration\.json: .*expected.* at seed\. Give/);
  });
});
