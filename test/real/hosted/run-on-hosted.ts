import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Report, reportSchema } from '../../../harness/model/report.ts';
import type { StackName } from '../../../harness/model/stacks.ts';
import { waitFor } from '../../../harness/wait.ts';
import { planOf, smallParams, smallRun } from '../../catalogue/wanted-run.ts';
import { chaos, projectFolder } from '../run-scenario.ts';
import { foreignRow, type HostedUnderTest } from './hosted-fixture.ts';

const SEED = 3;

/** How many checkpoints a run of it writes at least: those that its plan expects. */
export function checkpointsOf(scenario: string): number {
  return planOf(smallRun(scenario, { seed: SEED })).workload.flatMap((job) => job.expect.checkpoints).length;
}

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
  const given = Object.entries(smallParams(scenario)).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const args = ['scenario', scenario, '--seed', String(SEED), ...given, '--stack', stack, '--json', ...flags];
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

/** Every file below a folder that has a text in it; what another test removes meanwhile has none. */
export async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(unlessGone([]));
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesWith(path, text)));
    else if ((await readFile(path).catch(unlessGone(Buffer.of()))).includes(text)) found.push(path);
  }
  return found;
}

function unlessGone<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };
}
