import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findEngine } from '../../engine/find-engine.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Journal } from '../../model/journal.ts';
import type { Stack } from '../../model/stack.ts';
import { packageRoot } from '../../provision/package-root.ts';
import { findCompose } from '../../provision/servers/find-compose.ts';
import { startDockerStack } from '../docker/start-docker-stack.ts';
import type { StackOptions } from '../stack-options.ts';
import type { WorkerExtras } from '../worker-extras.ts';
import { memoryJournal } from './stack-fixture.ts';

/** A Docker stack that a test works with, and where it keeps its logs. */
export interface DockerUnderTest {
  readonly runId: string;
  readonly stack: Stack;
  readonly journal: Journal;
  readonly logsFolder: string;
}

/** Starts a stack of real containers with the real workers of the configuration. */
export async function startDockerUnderTest(
  runId: string,
  config: ChaosConfig,
  extras: WorkerExtras & Pick<StackOptions, 'tls' | 'api' | 'monitoring'> = {},
): Promise<DockerUnderTest> {
  const signal = new AbortController().signal;
  const progress = (): undefined => undefined;
  const [engine, compose] = await Promise.all([findEngine(), findCompose({ signal, progress })]);
  const bundlePath = await bundleOf(config);
  const logsFolder = await mkdtemp(join(tmpdir(), 'docker-test-logs-'));
  const journal = memoryJournal();
  const projectFolder = packageRoot();
  const by = { engine, composeCommand: compose.command, composeFile: join(projectFolder, 'docker', 'compose.yaml') };
  const { command, bundle } = config.workers;
  const common = { runId, config, variant: { command, bundle }, workers: 2, journal, logsFolder, projectFolder };
  const options = { ...extras, ...common, ...by, bundlePath, signal, progress };
  const stack = await startDockerStack(options).catch(async (error: unknown) => {
    await rm(logsFolder, { recursive: true, force: true });
    throw error;
  });
  return { runId, stack, journal, logsFolder };
}

async function bundleOf(config: ChaosConfig): Promise<string | null> {
  if (config.workers.bundle === null) return null;
  const [program, ...args] = config.workers.bundle;
  const { stdout } = await promisify(execFile)(program === 'node' ? process.execPath : program, args);
  return stdout.trim();
}

const REACH = `
const { connect } = require('node:net');
for (const target of process.argv.slice(1)) {
  const [host, port] = target.split(':');
  const socket = connect({ host, port: Number(port) });
  socket.setTimeout(1000, () => socket.destroy());
  socket.on('connect', () => { console.log(target); socket.destroy(); }).on('error', () => undefined);
}
`;
/**
 * The command of a container that prints those of its arguments that accept a connection.
 *
 * @remarks Names that don't resolve take long; all are looked up at once.
 */
export const reach = ['env', 'UV_THREADPOOL_SIZE=64', 'node', '-e', REACH] as const;
