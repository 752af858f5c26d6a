import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError, type PayloadSettings, type Report, runScenario } from '../../harness/index.ts';
import { itDue } from '../catalogue/tier.ts';
import { dataConverter } from './codecs/codec.ts';
import { startCodecServer } from './codecs/codec-server.ts';
import { encryptedSystem } from './codecs/encrypted-system.ts';
import { describeFindings, projectFolder, verdictOf } from './run-scenario.ts';

const ci = { tier: 'ci' } as const;

describe('a system whose payloads are encrypted', () => {
  let reportsFolder = '';

  beforeEach(async () => {
    reportsFolder = await mkdtemp(join(projectFolder, 'reports', 'codecs-'));
  });

  afterEach(() => rm(reportsFolder, { recursive: true, force: true }));

  async function run(settings: PayloadSettings, ...workerFlags: readonly string[]): Promise<Report> {
    const config = encryptedSystem(settings, workerFlags);
    const [scenario] = config.scenarios;
    if (scenario === undefined) throw new Error('It has no scenario.');
    return runScenario(scenario, { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1 });
  }

  itDue(ci, 'is valid as without a fault, and all of its values are compared, by its codec server', async () => {
    using server = await startCodecServer();
    const report = await run({ codecServer: { endpoint: server.endpoint, auth: 'Bearer of the test' } });
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    expect(report.notJudged.filter((one) => one.includes('payloads'))).to.deep.equal([]);
    for (const check of ['replays-deterministically', 'end-state-as-without-fault', 'values-as-without-fault'])
      expect(verdictOf(report, check), check).to.equal('valid');
    expect(server.asked.encode).to.be.greaterThan(0);
  });

  itDue(ci, 'is invalid if a retried attempt has another value, which only its data converter shows', async () => {
    const report = await run({ dataConverter }, '--wrong-when-retried');
    expect(report.verdict, describeFindings(report)).to.equal('invalid');
    const found = report.findings.find(({ check }) => check === 'end-state-as-without-fault');
    expect(found?.verdict).to.equal('invalid');
    expect(found?.summary).to.contain('another item');
  });

  it('is not run where its codec server does not answer, and nothing is started', async () => {
    const error = await run({ codecServer: { endpoint: 'http://127.0.0.1:9' } }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_CODEC_SERVER');
  });
});
