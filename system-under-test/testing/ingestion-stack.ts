import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { systemFolder } from '../workflows-file.ts';
import { type DevServer, startDevServer } from './dev-server.ts';
import { type FakeOutsideWorld, type Meddling, startFakeOutsideWorld } from './fake-outside-world.ts';
import type { FakeAnswer, FakeRequest } from './fake-server.ts';
import { type FakeSupabase, startFakeSupabase } from './fake-supabase.ts';
import { waitUntil } from './wait-until.ts';

/** A worker process under test. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** Its output so far, on both of its streams. */
  output(): string;
  /** Ends it by a signal and resolves with its exit code. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

/** A Temporal dev server, a fake Supabase and a fake outside world, and the means to start workers on them. */
export interface IngestionStack extends AsyncDisposable {
  readonly environment: TestWorkflowEnvironment;
  readonly server: DevServer;
  readonly world: FakeOutsideWorld;
  readonly supabase: FakeSupabase;
  readonly bundlePath: string;
  /** Starts a worker (the good one, or a broken variant) and waits until it polls. */
  startWorker(extra?: Record<string, string>, command?: string): Promise<WorkerProcess>;
}

/** An answer in the stead of the outside world, or of Supabase once it has acted. */
export interface StackMeddling extends Meddling {
  readonly supabaseAfter?: (request: FakeRequest) => FakeAnswer | undefined;
}

/** Starts a stack for tests; all of it ends when it is disposed of. */
export async function startIngestionStack(sabotage?: string, meddle: StackMeddling = {}): Promise<IngestionStack> {
  await using parts = new AsyncDisposableStack();
  const [server, world, supabase, bundlePath] = await Promise.all([
    startDevServer().then((it) => parts.use(it)),
    startFakeOutsideWorld(meddle).then((it) => parts.use(it)),
    startFakeSupabase(meddle.supabaseAfter).then((it) => parts.use(it)),
    buildBundle(sabotage),
  ]);
  const environment = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  parts.defer(() => environment.teardown());
  const startWorker: IngestionStack['startWorker'] = async (extra = {}, command = 'worker.ts') => {
    const worker = runWorkerProcess(command, {
      ...environmentOf(server, supabase, world),
      TEMPORAL_WORKFLOW_BUNDLE: bundlePath,
      ...extra,
    });
    owned.defer(async () => void (await worker.end('SIGKILL')));
    await waitUntil('a worker that polls', () => {
      if (worker.child.exitCode !== null) throw new Error(`The worker ended: ${worker.output()}`);
      return worker.output().includes('Polling ') ? true : undefined;
    });
    return worker;
  };
  const owned = parts.move();
  return {
    environment,
    server,
    world,
    supabase,
    bundlePath,
    startWorker,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function environmentOf(server: DevServer, supabase: FakeSupabase, world: FakeOutsideWorld): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TEMPORAL_PORT: String(server.port),
    TEMPORAL_METRICS_PORT: '0',
    TEMPORAL_STICKY_TIMEOUT_MS: '1000',
    TEMPORAL_HEARTBEAT_THROTTLE_MS: '50',
    SUPABASE_URL: supabase.url,
    SUPABASE_KEY: 'key',
    OUTSIDE_WORLD_URL: world.url,
    OCR_PAGE_MS: '20',
  };
}

/** Starts a worker process without waiting for anything. */
export function runWorkerProcess(command: string, env: Record<string, string>): WorkerProcess {
  const child = spawn(process.execPath, [join(systemFolder, command)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return {
    child,
    output: () => output,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

/** Builds the bundle of a variant of the system and returns its path. */
export async function buildBundle(sabotage: string | undefined): Promise<string> {
  const args = [join(systemFolder, 'build-bundle.ts'), ...(sabotage === undefined ? [] : [sabotage])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout.trim();
}
