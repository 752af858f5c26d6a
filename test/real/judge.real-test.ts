import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Report, reportSchema } from '../../harness/model/report.ts';
import { smallRun } from '../catalogue/wanted-run.ts';
import { chaos, describeFindings, verdictOf } from './run-scenario.ts';
import { sharedRun } from './shared-run.ts';

async function judge(folder: string): Promise<{ readonly exit: number | null; readonly report: Report }> {
  const { exit, stdout } = await chaos(['judge', folder, '--json']);
  return { exit, report: reportSchema.parse(JSON.parse(stdout)) };
}

interface BookFile {
  rows: { outcome?: string; stage?: string; sequence: number }[];
}

describe('judging a run folder again', () => {
  let original: Report;
  let folder = '';
  let copy = '';

  before(async () => {
    ({ report: original, folder } = await sharedRun(smallRun('worker-kill', { seed: 1 })));
    expect(original.verdict, describeFindings(original)).to.equal('valid');
  });

  beforeEach(async () => {
    copy = await mkdtemp(join(tmpdir(), 'chaos-judge-'));
    await cp(folder, copy, { recursive: true });
  });

  afterEach(() => rm(copy, { recursive: true, force: true }));

  async function edit(file: string, change: (book: BookFile) => void): Promise<void> {
    const path = join(copy, file);
    const book = JSON.parse(await readFile(path, 'utf8')) as BookFile;
    change(book);
    await writeFile(path, JSON.stringify(book));
  }

  it('gives the same verdict and the same findings offline', async () => {
    const { exit, report } = await judge(copy);
    expect(exit).to.equal(0);
    expect(report.verdict).to.equal('valid');
    expect(report.findings).to.deep.equal(original.findings);
  });

  it('is invalid when an applied ledger line is doubled', async () => {
    await edit('effects.json', ({ rows }) => {
      const applied = rows.find((row) => row.outcome === 'applied');
      if (applied === undefined) throw new Error('Expected an applied line.');
      rows.push({ ...applied, sequence: rows.length + 1 });
    });
    const { exit, report } = await judge(copy);
    expect(verdictOf(report, 'side-effects-once'), describeFindings(report)).to.equal('invalid');
    expect(exit).to.equal(1);
  });

  it('is invalid when a checkpoint is removed', async () => {
    await edit('checkpoints.json', ({ rows }) => void rows.splice(3, 1));
    const { exit, report } = await judge(copy);
    expect(verdictOf(report, 'checkpoints-match-history'), describeFindings(report)).to.equal('invalid');
    expect(exit).to.equal(1);
  });

  for (const file of ['effects.json', 'checkpoints.json', 'journal.ndjson', 'replays.json', 'components.json']) {
    it(`is unknown when ${file} is cut short`, async () => {
      const path = join(copy, file);
      await truncate(path, Math.floor((await readFile(path)).length / 2));
      const { exit, report } = await judge(copy);
      expect(report.verdict, describeFindings(report)).to.equal('unknown');
      expect(exit).to.equal(2);
    });
  }

  it('is unknown when the event histories are gone', async () => {
    await rm(join(copy, 'event-histories'), { recursive: true });
    const { exit, report } = await judge(copy);
    expect(report.verdict, describeFindings(report)).to.equal('unknown');
    expect(exit).to.equal(2);
  });
});
