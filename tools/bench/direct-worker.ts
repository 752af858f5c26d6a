import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { workerEnvironment } from '../../harness/model/worker-environment.ts';
import { ownerTag, RUN_TAG } from '../../harness/reaper/run-folder.ts';
import { PortPicker } from '../../harness/stack/port-picker.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchStack } from './bench-stack.ts';

/** A worker without any hop of the harness between it and what it talks to. */
export interface DirectWorker extends AsyncDisposable {
  readonly taskQueue: string;
  /** Rejects when the worker ends by itself; never resolves. */
  readonly died: Promise<never>;
}

/**
 * Starts a worker of the configuration's own command, connected straight to Temporal, on a task queue of its own.
 *
 * @remarks It carries the run's tag, so that the stack's reaper ends it should the bench die.
 */
export async function startDirectWorker(context: BenchContext, bench: BenchStack): Promise<DirectWorker> {
  const { workers, namespace } = context.config;
  const { temporal, supabaseUrl, supabaseKey, outsideWorldUrl } = bench.stack.addresses;
  const [temporalHost = '', temporalPort = ''] = temporal.split(':');
  const taskQueue = 'bench-direct';
  const environment = workerEnvironment(context.config, {
    temporalHost,
    temporalPort: Number(temporalPort),
    supabaseUrl,
    supabaseKey,
    outsideWorldUrl,
    services: {},
    bundlePath: bench.bundlePath,
    taskQueue,
    namespace,
    component: 'direct-worker',
    metricsHost: '127.0.0.1',
    metricsPort: await new PortPicker(process.env).pick(),
  });
  const [program, ...args] = workers.command;
  const log = openSync(join(bench.logsFolder, 'direct-worker.log'), 'a');
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    stdio: ['ignore', log, log],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, ...tagsOf(bench) },
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const died = exited.then(() => Promise.reject(new Error(`The direct worker ended with ${child.exitCode}.`)));
  // Its end is expected once it is disposed of; until then whoever waits for its work races with this.
  died.catch(() => undefined);
  return {
    taskQueue,
    died,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited.catch(() => undefined);
    },
  };
}

function tagsOf(bench: BenchStack): Readonly<Record<string, string>> {
  return { [RUN_TAG]: bench.runId, ...ownerTag() };
}
