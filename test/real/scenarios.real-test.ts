import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { entriesOf, type JournalEntry } from '../../harness/model/journal.ts';
import { unfitFor } from '../catalogue/fit-scenarios.ts';
import { isDeployment, smallRun } from '../catalogue/wanted-run.ts';
import { itsGoodRuns } from './its-good-runs.ts';
import { chaos } from './run-scenario.ts';
import { sharedRun } from './shared-run.ts';

describe('each scenario that the embedded stack can run, on the good system, but for deployments', () => {
  itsGoodRuns((scenario) => !isDeployment(scenario));
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
    const { folder } = await sharedRun(smallRun('temporal-kill', { seed: 1 }));
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
