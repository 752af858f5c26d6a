import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Report, reportSchema } from '../../../harness/model/report.ts';
import type { StackName } from '../../../harness/model/stacks.ts';
import { waitFor } from '../../../harness/wait.ts';
import { chaos, projectFolder } from '../run-scenario.ts';
import { foreignRow, type HostedUnderTest } from './hosted-fixture.ts';

/** For how long the reaper tries, and what it has to do before that. */
const REAPED_LIMIT_MS = 20_000;

/** A run on a hosted Supabase, ended. */
export interface HostedRun {
  readonly exit: number | null;
  readonly stderr: string;
  readonly report: Report;
  /** The run's own folder. */
  readonly folder: string;
}

/**
 * Runs a scenario on a hosted Supabase, as a user would.
 *
 * @throws Error with all that was printed where there is no report.
 */
export async function runOnHosted(
  hosted: HostedUnderTest,
  stack: StackName,
  ...[scenario, ...flags]: readonly [string, ...string[]]
): Promise<HostedRun> {
  const args = ['scenario', scenario, '--seed', '3', '--stack', stack, '--json', ...flags];
  const { exit, stdout, stderr } = await chaos(args, hosted.env);
  const read = reportSchema.safeParse(stdout === '' ? null : JSON.parse(stdout));
  if (!read.success) throw new Error(`There is no report (exit ${exit}):\n${stderr}`);
  const folder = join(projectFolder, 'reports/runs', scenario, read.data.runId);
  return { exit, stderr, report: read.data, folder };
}

/** The ids that a table has rows of. */
export async function idsIn({ client }: HostedUnderTest, table: string): Promise<readonly unknown[]> {
  const { data } = await client.from(table).select('workflow_id').throwOnError();
  return data.map(({ workflow_id: id }: { readonly workflow_id: unknown }) => id);
}

/** Fails where there is any row but the one of somebody else, or where that one isn't as it was. */
export async function expectOnlyForeignRows(hosted: HostedUnderTest): Promise<void> {
  expect(await idsIn(hosted, 'checkpoints')).to.deep.equal([foreignRow.workflow_id]);
  expect(await idsIn(hosted, 'documents')).to.deep.equal([foreignRow.workflow_id]);
  const { data } = await hosted.client.from('checkpoints').select('*').throwOnError();
  expect(data[0]).to.include(foreignRow);
}

/** Resolves once the rows of a run are gone, by the reaper of a harness that has died; then as above. */
export async function untilOnlyForeignRows(hosted: HostedUnderTest): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const rows = await Promise.all(['checkpoints', 'documents'].map(async (table) => idsIn(hosted, table)));
    return rows.every(({ length }) => length === 1) ? true : undefined;
  };
  const limits = { limitMs: REAPED_LIMIT_MS, everyMs: 100, signal: new AbortController().signal };
  await waitFor(look, { what: 'the rows of the run to be gone', ...limits });
  await expectOnlyForeignRows(hosted);
}

/** Every file below a folder that has a text in it. */
export async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const found: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if ((await stat(path)).isFile() && (await readFile(path)).includes(text)) found.push(name);
  }
  return found;
}
