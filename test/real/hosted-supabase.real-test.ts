import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { explorationSchema } from '../../harness/model/exploration.ts';
import { waitFor } from '../../harness/wait.ts';
import { hostedClaims } from '../catalogue/hosted-claims.ts';
import { itDue } from '../catalogue/tier.ts';
import { foreignRow, type HostedUnderTest, startHosted } from './hosted/hosted-fixture.ts';
import {
  checkpointsOf,
  expectOnlyForeignRows,
  filesWith,
  idsIn,
  runOnHosted,
  untilOnlyForeignRows,
} from './hosted/run-on-hosted.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration } from './run-explore.ts';
import { chaos, describeFindings, projectFolder, verdictOf } from './run-scenario.ts';
import { startRun } from './start-run.ts';

const signal = new AbortController().signal;
const GONE_LIMIT_MS = 10_000;

describe('a hosted Supabase, by https, with rows of others in it', () => {
  let hosted: HostedUnderTest;

  before(async () => {
    hosted = await startHosted('hosted');
    await hosted.client.from('checkpoints').insert(foreignRow).throwOnError();
  });
  after(() => hosted[Symbol.asyncDispose]());
  afterEach(() => {
    hosted.refuse = () => undefined;
  });

  itDue(
    hostedClaims.valid,
    'worker-kill is valid on it, under ids with its mark, and leaves it as it was',
    async () => {
      hosted.requests.length = 0;
      const { exit, stderr, report, folder } = await runOnHosted(hosted, 'embedded', 'worker-kill');
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      expect(exit, stderr).to.equal(0);
      expect(report.counts.checkpoints).to.be.at.least(checkpointsOf('worker-kill'));
      const { host } = new URL(hosted.url);
      expect(report.versions.supabase).to.equal(host);
      expect(report.reproduce).to.match(/^SUPABASE_URL=… SUPABASE_KEY=… npm run scenario worker-kill /);
      expect(stderr).to.include(`hosted Supabase at ${host}`);
      const text = await readFile(join(folder, 'checkpoints.json'), 'utf8');
      const ids = (JSON.parse(text) as { rows: { workflowId: string }[] }).rows.map((row) => row.workflowId);
      expect(ids.filter((id) => !/^chaos-[0-9a-z]{6}-document-\d\d$/.test(id))).to.deep.equal([]);
      expect(await readFile(join(folder, 'components.json'), 'utf8')).to.not.include('supabase');
      await expectOnlyForeignRows(hosted);
      // The workers' requests came by the name of the service, and not by that of the relay.
      const posted = hosted.requests.filter(({ method }) => method === 'POST');
      expect(posted.length).to.be.at.least(checkpointsOf('worker-kill'));
      expect([...new Set(hosted.requests.map((request) => request.host))]).to.deep.equal([host]);
      expect([...new Set(hosted.requests.map((request) => request.serverName))]).to.deep.equal(['localhost']);
      expect(await filesWith(join(projectFolder, 'reports'), hosted.key)).to.deep.equal([]);
      expect(stderr).to.not.include(hosted.key);
      // The stored run can be judged again without any Supabase.
      const judged = await chaos(['judge', folder]);
      expect(judged.exit, judged.stdout + judged.stderr).to.equal(0);
    },
  );

  itDue(hostedClaims.linkFault, 'a fault of the link to it strikes as ever', async () => {
    const { exit, report } = await runOnHosted(hosted, 'embedded', 'supabase-link-reset-peer');
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    expect(exit).to.equal(0);
    await expectOnlyForeignRows(hosted);
  });

  itDue(hostedClaims.lost, 'a checkpoint that is lost is found there too', async () => {
    const { exit, report } = await runOnHosted(hosted, 'embedded', 'worker-kill', '--sabotage', 'checkpoint-lost');
    expect(verdictOf(report, 'checkpoints-match-history'), describeFindings(report)).to.equal('invalid');
    expect(exit).to.equal(1);
    await expectOnlyForeignRows(hosted);
  });

  itDue(
    hostedClaims.unreadable,
    'a book that can not be read proves nothing, and rows that can not be removed are told of',
    async () => {
      let removals = 0;
      // Rows are counted only when the book is read; the first removals are the demand before anything is started.
      hosted.refuse = ({ method }) => {
        if (method === 'DELETE') removals += 1;
        return method === 'HEAD' || removals > 2 ? 503 : undefined;
      };
      const { exit, stderr, report, folder } = await runOnHosted(hosted, 'embedded', 'worker-kill', '--no-page');
      hosted.refuse = () => undefined;
      expect(verdictOf(report, 'checkpoints-match-history'), describeFindings(report)).to.equal('unknown');
      expect(report.verdict).to.equal('unknown');
      expect(report.errors.map(({ code }) => code)).to.deep.equal(['CHAOS_SUPABASE_ROWS']);
      expect(stderr).to.match(
        /^CHAOS_SUPABASE_ROWS: .*rows of workflows chaos-[0-9a-z]{6}-\* from checkpoints, documents/m,
      );
      expect(stderr).to.not.include(hosted.key);
      expect(await filesWith(folder, hosted.key)).to.deep.equal([]);
      expect(exit).to.equal(70);
      // The reaper was not dismissed, and tries once more when the harness has ended.
      await untilOnlyForeignRows(hosted);
    },
  );

  itDue({ tier: 'ci' }, 'a workflow is explored on it, and only its rows are read', async () => {
    const flags = ['--case', 'approved', '--action', 'crash', '--front', '10', '--time-limit', '5s', '--seed', '3'];
    const args = ['explore', 'ingestDocument', ...flags, '--stack', 'embedded', '--no-page', '--json'];
    const { stdout, stderr } = await chaos(args, hosted.env);
    const exploration = explorationSchema.parse(JSON.parse(stdout));
    const struck = exploration.results.filter(({ state }) => state === 'valid');
    expect(struck, describeExploration(exploration) + stderr).to.have.length.above(5);
    expect(exploration.results.filter(({ state }) => state === 'invalid')).to.deep.equal([]);
    expect(exploration.findings.filter(({ verdict }) => verdict === 'invalid')).to.deep.equal([]);
    expect(exploration.reproduce).to.match(/^SUPABASE_URL=… SUPABASE_KEY=… npm run explore /);
    await expectOnlyForeignRows(hosted);
    expect(await filesWith(join(projectFolder, 'reports/explorations'), hosted.key)).to.deep.equal([]);
  });

  itDue({ tier: 'ci' }, 'a harness that is killed leaves no row behind', async () => {
    const run = await startRun(3, 'embedded', hosted.env);
    const look = async (): Promise<true | undefined> =>
      (await idsIn(hosted, 'checkpoints')).length > 5 ? true : undefined;
    await waitFor(look, { what: 'rows of the run', limitMs: 60_000, everyMs: 50, signal });
    run.harness.kill('SIGKILL');
    await run.exit();
    await untilOnlyForeignRows(hosted);
    // The reaper itself looks once more, and then ends too.
    const gone = (): true | undefined => (leftoversOf(run.runId).length === 0 ? true : undefined);
    await waitFor(gone, { what: 'nothing of the run to be left', limitMs: GONE_LIMIT_MS, everyMs: 100, signal });
    expect(await filesWith(run.folder, hosted.key)).to.deep.equal([]);
  });

  itDue({ tier: 'full' }, 'a run that is interrupted leaves no row behind', async () => {
    const run = await startRun(3, 'embedded', hosted.env);
    await run.phaseBegun('healing');
    expect(await idsIn(hosted, 'checkpoints')).to.have.length.greaterThan(5);
    run.harness.kill('SIGINT');
    expect(await run.exit()).to.equal(130);
    await expectOnlyForeignRows(hosted);
  });

  it('a run of all scenarios leaves out by name what needs a Supabase of the run', async () => {
    const args = ['scenario', '--all', '--seed', '3', '--stack', 'embedded', '--time-limit', '1s', '--json'];
    const { exit, stdout, stderr } = await chaos(args, hosted.env);
    type Row = { readonly scenario: string; readonly cause?: string; readonly why?: string };
    const { rows, supabase } = JSON.parse(stdout) as { readonly rows: readonly Row[]; readonly supabase: unknown };
    expect(supabase).to.equal(new URL(hosted.url).host);
    const lacking = rows.filter(({ why }) => why?.includes('own-supabase'));
    const own = ['supabase-kill', 'supabase-database-pause', 'api-kill', 'api-answer-lost'];
    expect(lacking.map(({ scenario }) => scenario)).to.deep.equal(own);
    expect(lacking[0]).to.include({
      cause: 'stack-lacks',
      why: "the embedded stack with a hosted Supabase can't do: own-supabase",
    });
    expect(stderr).to.include(`hosted Supabase at ${new URL(hosted.url).host}`);
    expect(exit).to.equal(2);
  });

  it('a wrong key is refused before anything is started, and not told', async () => {
    const env = { ...hosted.env, SUPABASE_KEY: 'sb_secret_wrong' };
    const { exit, stderr } = await chaos(['scenario', 'worker-kill', '--stack', 'embedded'], env);
    const [line] = stderr.split('\n').filter((each) => each.startsWith('CHAOS_'));
    expect(line).to.match(
      /^CHAOS_SUPABASE_KEY: Expected the Supabase at .+ SUPABASE_KEY for reading rows of checkpoints/,
    );
    expect(stderr).to.not.include('sb_secret_wrong');
    expect(exit).to.equal(70);
  });
});

describe('a hosted Supabase without the tables', () => {
  it('is refused with what is missing, and where the migrations are', async () => {
    const none = await mkdtemp(join(tmpdir(), 'chaos-no-migrations-'));
    try {
      await using hosted = await startHosted('hosted-bare', none);
      const { exit, stderr } = await chaos(['scenario', 'worker-kill', '--stack', 'embedded'], hosted.env);
      const [line] = stderr.split('\n').filter((each) => each.startsWith('CHAOS_'));
      expect(line).to.match(/^CHAOS_SUPABASE_TABLES: Expected the Supabase at .+ to have a table checkpoints/);
      expect(line).to.include('Apply the migrations in system-under-test/supabase/migrations to it.');
      expect(exit).to.equal(70);
    } finally {
      await rm(none, { recursive: true });
    }
  });
});
