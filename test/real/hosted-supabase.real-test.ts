import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Report, reportSchema } from '../../harness/model/report.ts';
import { foreignRow, type HostedUnderTest, startHosted } from './hosted/hosted-fixture.ts';
import { chaos, describeFindings, projectFolder, verdictOf } from './run-scenario.ts';

interface HostedRun {
  readonly exit: number | null;
  readonly stderr: string;
  readonly report: Report;
  readonly folder: string;
}

async function run(hosted: HostedUnderTest, ...flags: readonly string[]): Promise<HostedRun> {
  const args = ['scenario', 'worker-kill', '--seed', '3', '--stack', 'embedded', '--json', ...flags];
  const { exit, stdout, stderr } = await chaos(args, hosted.env);
  const read = reportSchema.safeParse(JSON.parse(stdout === '' ? 'null' : stdout));
  if (!read.success) throw new Error(`There is no report (exit ${exit}):\n${stderr}`);
  const folder = join(projectFolder, 'reports/runs/worker-kill', read.data.runId);
  return { exit, stderr, report: read.data, folder };
}

/** Every file below a folder that has a text in it. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return (await stat(path)).isFile() && (await readFile(path)).includes(text) ? [name] : [];
    }),
  );
  return found.flat();
}

describe('a hosted Supabase, by https, with rows of others in it', () => {
  let hosted: HostedUnderTest;

  before(async () => {
    hosted = await startHosted('hosted');
    await hosted.client.from('checkpoints').insert(foreignRow).throwOnError();
  });
  after(() => hosted[Symbol.asyncDispose]());

  const workflows = async (table: string): Promise<readonly unknown[]> => {
    const { data } = await hosted.client.from(table).select('workflow_id').throwOnError();
    return data.map(({ workflow_id: id }: { readonly workflow_id: unknown }) => id);
  };
  const expectOnlyForeignRows = async (): Promise<void> => {
    expect(await workflows('checkpoints')).to.deep.equal(['document-01']);
    expect(await workflows('documents')).to.deep.equal(['document-01']);
    const { data } = await hosted.client.from('checkpoints').select('*').throwOnError();
    expect(data[0]).to.include(foreignRow);
  };

  it('worker-kill is valid on it, under ids of its own, and leaves it as it was', async () => {
    hosted.requests.length = 0;
    const { exit, stderr, report, folder } = await run(hosted);
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    expect(exit, stderr).to.equal(0);
    expect(report.counts.checkpoints).to.be.greaterThan(60);
    const { host } = new URL(hosted.url);
    expect(report.versions.supabase).to.equal(host);
    expect(stderr).to.include(`hosted Supabase at ${host}`);
    const book = JSON.parse(await readFile(join(folder, 'checkpoints.json'), 'utf8')) as {
      rows: { workflowId: string }[];
    };
    expect(book.rows.every(({ workflowId }) => /^chaos-[0-9a-z]{6}-document-\d\d$/.test(workflowId))).to.equal(true);
    const lives = await readFile(join(folder, 'components.json'), 'utf8');
    expect(lives).to.not.include('supabase');
    await expectOnlyForeignRows();
    // The workers' requests came by the name of the service, and not by that of the relay.
    expect(hosted.requests.filter(({ method }) => method === 'POST')).to.have.length.greaterThan(60);
    expect([...new Set(hosted.requests.map((request) => request.host))]).to.deep.equal([host]);
    expect([...new Set(hosted.requests.map((request) => request.serverName))]).to.deep.equal(['localhost']);
    expect(await filesWith(join(projectFolder, 'reports'), hosted.key)).to.deep.equal([]);
    expect(stderr).to.not.include(hosted.key);
  });

  it('a checkpoint that is lost is found there too', async () => {
    const { exit, report } = await run(hosted, '--sabotage', 'checkpoint-lost');
    expect(verdictOf(report, 'checkpoints-match-history'), describeFindings(report)).to.equal('invalid');
    expect(exit).to.equal(1);
    await expectOnlyForeignRows();
  });
});
