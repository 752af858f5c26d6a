import { execFile } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { freePort } from '../../../stack/test-support/free-port.ts';
import { packageRoot } from '../../package-root.ts';
import { findCompose } from '../../servers/find-compose.ts';

const ports = [
  'TEMPORAL',
  'TEMPORAL_METRICS',
  'TEMPORAL_UI',
  'SUPABASE',
  'SUPABASE_DB',
  'OUTSIDE_WORLD',
  'API',
  'POSTGRESQL',
  'PROMETHEUS',
  'GRAFANA',
];

/** A whole system of docker/compose.yaml in a project of one test. */
export interface ComposeTrial {
  readonly engine: Docker;
  readonly project: string;
  /** Calls Compose for the project; resolves to its output. */
  readonly compose: (...args: readonly string[]) => Promise<string>;
  readonly container: (service: string) => Docker.Container;
  /** Runs a program in a container; resolves to its exit code and output. */
  readonly exec: (service: string, command: readonly string[]) => Promise<{ code: number | null; output: string }>;
  /** The published port of a server. */
  readonly port: (name: string) => number;
  /** Takes everything down and removes the files. */
  readonly end: () => Promise<void>;
}

/** Prepares a system with a `prober`: the workers' image in the workers' place, doing nothing. */
export async function prepareTrial(): Promise<ComposeTrial> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-trial-'));
  const project = `durable-chaos-test-${randomBytes(4).toString('hex')}`;
  const chosen = new Map<string, number>();
  for (const name of [...ports, 'TOXIPROXY']) chosen.set(name, await freePort());
  const file = join(packageRoot(), 'docker', 'compose.yaml');
  await writeFile(join(folder, 'env'), variables(project, chosen), { mode: 0o600 });
  await writeFile(join(folder, 'override.yaml'), override(file));
  const { command } = await findCompose({ signal: AbortSignal.timeout(300_000), progress: () => undefined });
  const [program, ...first] = command;
  const given = ['-p', project, '--env-file', join(folder, 'env'), '-f', file, '-f', join(folder, 'override.yaml')];
  const compose = async (...args: readonly string[]): Promise<string> => run(program, [...first, ...given, ...args]);
  const engine = new Docker();
  const container = (service: string): Docker.Container => engine.getContainer(`${project}-${service}-1`);
  return {
    engine,
    project,
    compose,
    container,
    exec: async (service, args) => execIn(container(service), args),
    port: (name) => chosen.get(name) ?? Number.NaN,
    end: async () => {
      await compose('down', '--volumes', '--timeout', '1');
      await rm(folder, { recursive: true });
    },
  };
}

function variables(project: string, chosen: ReadonlyMap<string, number>): string {
  const secrets = ['POSTGRESQL_PASSWORD', 'SUPABASE_DB_PASSWORD', 'SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_SECRET_KEY'];
  const lines = [
    'COMPOSE_PROFILES=supabase',
    `CHAOS_RUN=${project}`,
    `CHAOS_OWNER=${process.pid}`,
    `CHAOS_MONITORING=${join(packageRoot(), 'docker', 'prometheus')}`,
    `CHAOS_WORKERS_SUBNET=10.${randomInt(192, 250)}.${randomInt(0, 256)}.0/24`,
    `CHAOS_MIGRATIONS=${join(packageRoot(), 'system-under-test', 'supabase', 'migrations')}`,
    ...[...chosen].map(([name, port]) => `CHAOS_PORT_${name}=${port}`),
    ...secrets.map((name) => `CHAOS_${name}=${randomBytes(12).toString('hex')}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The override file of a run's workers, except that this worker only sleeps. */
function override(file: string): string {
  const service = { extends: { file, service: 'worker' }, command: ['sleep', '600'], restart: 'no' };
  const lines = Object.entries({ ...service, labels: { 'durable-chaos.component': 'prober' } }).map(
    ([name, value]) => `    ${name}: ${JSON.stringify(value)}`,
  );
  return ['services:', '  prober:', '    profiles: !override []', ...lines, ''].join('\n');
}

async function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: 100_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(`${stdout}${stderr}`);
      else reject(new Error(`${error.message}\n${stderr}`, { cause: error }));
    });
  });
}

async function execIn(
  container: Docker.Container,
  command: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true });
  const stream = await exec.start({ Tty: true });
  let output = '';
  for await (const chunk of stream) output += String(chunk);
  return { code: (await exec.inspect()).ExitCode, output };
}
