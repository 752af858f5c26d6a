import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { entriesOf, type JournalEntry } from '../../harness/model/journal.ts';
import { fitFor, unfitFor } from './fit-scenarios.ts';
import { chaos, describeFindings, projectFolder, runScenario } from './run-scenario.ts';

/** The run ids of what was run below, by scenario: the last of each. */
const runs = new Map<string, string>();
const full = process.env['CHAOS_TEST_FULL'] === '1';

describe('each scenario that the embedded stack can run, on the good system', () => {
  for (const scenario of fitFor('embedded')) {
    const times = full ? (scenario.name === 'worker-kill' ? 20 : 10) : 1;
    for (let seed = 1; seed <= times; seed += 1) {
      it(`${scenario.name} with seed ${seed} is valid`, async () => {
        const { exit, report } = await runScenario(scenario.name, '--seed', String(seed), '--stack', 'embedded');
        runs.set(scenario.name, report.runId);
        expect(report.verdict, describeFindings(report)).to.equal('valid');
        expect(exit).to.equal(0);
        expect(report.landings.every((landing) => landing.landed)).to.equal(true);
        expect(report.versions.stackChoice).to.equal('asked for');
      });
    }
  }
});

describe('each scenario that the embedded stack can not run', () => {
  for (const { name, lacks } of unfitFor('embedded')) {
    it(`${name} is refused there: it needs ${lacks.join(', ')}`, async () => {
      const { exit, stderr } = await chaos(['scenario', name, '--seed', '1', '--stack', 'embedded']);
      expect(stderr)
        .to.contain('CHAOS_STACK_LACKS')
        .and.to.contain(`"${lacks[0] ?? ''}"`);
      expect(exit).to.equal(64);
    });
  }
});

describe('the run of temporal-kill', () => {
  it('had starts that were acknowledged before the outage, that fell into it, and that came after it', async () => {
    const folder = join(projectFolder, 'reports/runs/temporal-kill', runs.get('temporal-kill') ?? 'none');
    const text = await readFile(join(folder, 'journal.ndjson'), 'utf8');
    const journal = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as JournalEntry]));
    const at = (step: string): number =>
      entriesOf(journal, 'fault').find((entry) => entry.step === step)?.atMs ?? Number.NaN;
    const starts = entriesOf(journal, 'client').filter((entry) => entry.action === 'start');
    const invoked = starts.filter((entry) => entry.step === 'invoke').map((entry) => entry.atMs);
    const ok = starts.filter((entry) => entry.step === 'ok').map((entry) => entry.atMs);
    expect(ok.filter((ms) => ms < at('injecting'))).not.to.deep.equal([]);
    expect(invoked.filter((ms) => ms > at('injected') && ms < at('healing'))).not.to.deep.equal([]);
    expect(invoked.filter((ms) => ms > at('healed'))).not.to.deep.equal([]);
    expect(ok).to.have.length(invoked.length);
  });
});
