import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { expect } from 'chai';
import { type StackStatus, statusSchema } from '../../../harness/daemon/daemon-api.ts';
import type { StackName } from '../../../harness/model/stacks.ts';
import { freePort } from '../../../harness/stack/test-support/free-port.ts';
import { waitFor } from '../../../harness/wait.ts';
import { chaosMain, projectFolder, runProgram } from '../run-scenario.ts';
import { alerts, query } from './ask-prometheus.ts';

const signal = new AbortController().signal;

/** A stack that stays up with Prometheus, in a project of one test. */
export interface WatchedStack {
  readonly status: StackStatus;
  readonly prometheus: string;
  /** What a command prints, which must succeed. */
  readonly said: (...args: readonly string[]) => Promise<string>;
  /** Takes it down, and removes the project. */
  end(): Promise<void>;
}

/** Brings a stack up with Prometheus, on free ports. */
export async function watchedStack(stack: StackName): Promise<WatchedStack> {
  const project = await mkdtemp(join(tmpdir(), 'chaos-watched-'));
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
  // The project is not the folder that the image was made of, so its path in the image is given.
  const at = (part: string, program: string): string =>
    stack === 'docker' ? `{ ...real.${part}, command: ['node', '/app/system-under-test/${program}'] }` : `real.${part}`;
  const programs = `workers: ${at('workers', 'worker.ts')}, api: ${at('api', 'api/main.ts')}`;
  const lines = [`import { config as real } from '${real}';`, `export const config = { ...real, ${programs} };`];
  await writeFile(join(project, 'chaos.config.ts'), lines.join('\n'));
  const env: Record<string, string> = { FORCE_COLOR: '0' };
  for (const server of ['TEMPORAL', 'TEMPORAL_UI', 'API', 'PROMETHEUS', 'GRAFANA'])
    env[`CHAOS_${server}_PORT`] = String(await freePort());
  const said = async (...args: readonly string[]): Promise<string> => {
    const command = { command: process.execPath, args: [chaosMain, ...args], env, cwd: project };
    const { exit, stdout, stderr } = await runProgram(command);
    expect(exit, stderr).to.equal(0);
    return stdout;
  };
  const end = async (): Promise<void> => {
    await said('stack', 'down');
    await rm(project, { recursive: true });
  };
  await said('stack', 'up', '--stack', stack, '--monitoring', '--api');
  const status = statusSchema.parse(JSON.parse(await said('stack', 'status', '--json')));
  return { status, prometheus: status.addresses.monitoring?.prometheusUrl ?? 'none', said, end };
}

/**
 * Puts load on the system and strikes it, so that each metric has something to count and each alert a reason.
 *
 * @returns once no fault is in force any more
 */
export async function strikeEverything(stack: WatchedStack): Promise<void> {
  const { prometheus, said } = stack;
  await load(stack, 'calm', 6);
  // Of three, one of two workers ends two: a rate needs two events.
  for (const n of [1, 2, 3]) await publish(`calm-${n}`, said);
  await bringErrors(stack);
  await askApi(stack);
  await said('inject', 'api-kill', '--on', 'api');
  await fires(prometheus, 'ApiDown');
  await said('heal', '--all');
  for (const worker of ['worker-1', 'worker-2']) await said('inject', 'link-timeout', '--on', `supabase@${worker}`);
  await load(stack, 'struck', 6);
  await until(prometheus, 'temporal_activity_execution_failed', 'an attempt to fail');
  await said('heal', '--all');
  await said('inject', 'link-timeout', '--on', 'temporal@worker-2');
  await until(prometheus, 'chaos_faults_in_force{on="temporal@worker-2"} == 1', 'the fault to be seen');
  await said('heal', '--all');
  // Twice scraped, before the worker is killed and takes its metrics along.
  await until(prometheus, 'rate(temporal_long_request_failure{job="worker"}[5s]) >= 0', 'a poll to fail');
  for (const worker of ['worker-1', 'worker-2']) await said('inject', 'worker-kill', '--on', worker, '--for', '45s');
  await load(stack, 'waiting', 6);
  await load(stack, 'still-waiting', 6);
  for (const alert of ['WorkerDown', 'NoPoller', 'BacklogGrows']) await fires(prometheus, alert);
  await said('heal', '--all');
  await fires(prometheus, 'ScheduleToStartSlow');
  for (const n of [1, 2, 3]) await publish(`waiting-${n}`, said);
}

async function load({ said }: WatchedStack, name: string, pages: number): Promise<void> {
  await Promise.all([1, 2, 3].map(async (n) => said('client', 'start', `${name}-${n}`, '--pages', String(pages))));
}

/** Asks the API for what it tells anyone and for what it refuses without a token, until both were scraped twice. */
async function askApi({ status, prometheus }: WatchedStack): Promise<void> {
  const asked = { '/healthz': '200', '/documents/contract-0': '401' };
  for (const [path, wanted] of Object.entries(asked)) {
    const look = async (): Promise<true | undefined> => {
      await fetch(`${status.addresses.apiUrl}${path}`);
      const expr = `rate(api_http_requests_total{status="${wanted}"}[5s]) > 0`;
      return (await query(prometheus, expr)).length > 0 ? true : undefined;
    };
    await waitFor(look, { what: `requests for ${path} to be seen`, limitMs: 20_000, signal, everyMs: 200 });
  }
}

/** Has the server refuse calls of a client and of a worker, and a workflow task fail. */
async function bringErrors({ status, prometheus, said }: WatchedStack): Promise<void> {
  const connection = await Connection.connect({ address: status.addresses.temporal });
  const { workflow } = new Client({ connection });
  expect(await workflow.getHandle('nobody').describe().catch(String)).to.include('not found');
  await said('client', 'start', 'doomed', '--pages', '60');
  const doomed = workflow.getHandle('doomed');
  const isRead = async (): Promise<true | undefined> => {
    const { raw } = await doomed.describe();
    return raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'extractPages') ? true : undefined;
  };
  await waitFor(isRead, { what: 'doomed to be read', limitMs: 20_000, signal, everyMs: 100 });
  // The next heartbeat of its activity is refused.
  await doomed.terminate();
  // No worker knows this type.
  const stuck = await workflow.start('unheard-of', { taskQueue: 'apex-ingestion-queue', workflowId: 'stuck' });
  await fires(prometheus, 'WorkflowTaskFailures');
  await stuck.terminate();
  await connection.close();
}

/** Waits until an alert has fired. */
async function fires(prometheus: string, alert: string): Promise<void> {
  await until(prometheus, `max_over_time(ALERTS{alertname="${alert}",alertstate="firing"}[5m])`, `${alert} to fire`);
}

/** Waits until an expression has a value. */
async function until(prometheus: string, expr: string, what: string): Promise<void> {
  const look = async (): Promise<true | undefined> => ((await query(prometheus, expr)).length > 0 ? true : undefined);
  await waitFor(look, { what, limitMs: 30_000, signal, everyMs: 200 });
}

/** Waits until no alert fires any more. */
export async function allQuiet({ prometheus }: WatchedStack): Promise<void> {
  const look = async (): Promise<true | undefined> =>
    (await alerts(prometheus)).every(({ state }) => state === 'inactive') ? true : undefined;
  await waitFor(look, { what: 'every alert to resolve', limitMs: 60_000, signal, everyMs: 500 });
}

/** Waits until a document is in review, approves it, and waits until it is published. */
async function publish(document: string, said: WatchedStack['said']): Promise<void> {
  const is = async (wanted: string): Promise<true | undefined> =>
    (await said('client', 'status', document)).trim() === wanted ? true : undefined;
  const wait = { what: `${document} to get on`, limitMs: 60_000, signal, everyMs: 200 };
  await waitFor(async () => is('in-review'), wait);
  await said('client', 'review', document, '--approve');
  await waitFor(async () => is('published'), wait);
}
