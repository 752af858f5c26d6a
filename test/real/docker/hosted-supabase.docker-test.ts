import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import { itDue } from '../../catalogue/tier.ts';
import { foreignRow, type HostedUnderTest, startHosted } from '../hosted/hosted-fixture.ts';
import {
  checkpointsOf,
  expectOnlyForeignRows,
  filesWith,
  idsIn,
  runOnHosted,
  untilOnlyForeignRows,
} from '../hosted/run-on-hosted.ts';
import { describeFindings, projectFolder } from '../run-scenario.ts';
import { startRun } from '../start-run.ts';

describe('the Docker stack on a hosted Supabase, by https', () => {
  let hosted: HostedUnderTest;

  before(async () => {
    hosted = await startHosted('hosted-docker');
    await hosted.client.from('checkpoints').insert(foreignRow).throwOnError();
  });
  after(() => hosted[Symbol.asyncDispose]());

  for (const [scenario, tier] of [
    ['worker-kill', 'docker'],
    ['supabase-link-reset-peer', 'full'],
  ] as const) {
    itDue(
      { tier },
      `${scenario} is valid, without containers of Supabase, and leaves the tables as they were`,
      async () => {
        hosted.requests.length = 0;
        const { exit, stderr, report, folder } = await runOnHosted(hosted, 'docker', scenario);
        expect(report.verdict, describeFindings(report)).to.equal('valid');
        expect(exit, stderr).to.equal(0);
        expect(report).to.include({ stack: 'docker' });
        expect(report.versions.supabase).to.equal(new URL(hosted.url).host);
        const lives = await readFile(join(folder, 'components.json'), 'utf8');
        expect(lives).to.include('"postgresql"').and.to.not.include('supabase');
        const journal = await readFile(join(folder, 'journal.ndjson'), 'utf8');
        expect(journal).to.include('"link":"supabase@worker-1"').and.to.not.include('database@supabase');
        // Workers reach it through their own proxies only: each of these came by the harness's relay.
        const posted = hosted.requests.filter(({ method }) => method === 'POST');
        expect(posted.length).to.be.at.least(checkpointsOf(scenario));
        expect(await filesWith(join(projectFolder, 'reports'), hosted.key)).to.deep.equal([]);
        await expectOnlyForeignRows(hosted);
      },
    );
  }

  it('a harness that is killed leaves neither rows nor containers', async () => {
    const run = await startRun(3, 'docker', hosted.env);
    await run.phaseBegun('healing');
    expect(await idsIn(hosted, 'checkpoints')).to.have.length.greaterThan(5);
    run.harness.kill('SIGKILL');
    await run.exit();
    await untilOnlyForeignRows(hosted);
    expect(await labelledObjects(await findEngine(), run.runId)).to.deep.equal([]);
    expect(await filesWith(run.folder, hosted.key)).to.deep.equal([]);
  });
});
