import { once } from 'node:events';
import { join } from 'node:path';
import type { TlsAccess } from '../../model/tls.ts';
import { signalOne } from '../../processes/process-tree.ts';
import { orAborted, waitFor } from '../../wait.ts';
import { answersOk } from '../health-probes.ts';
import { lastLineOf, logFileOf, notReady } from '../logs.ts';
import { WEB } from '../monitoring/open-monitoring.ts';
import type { RunContext } from '../run-context.ts';
import { type GuardedProcess, spawnGuarded } from '../spawn-guarded.ts';
import { schemeOf } from '../stack-tls.ts';

/** The parts of a Prometheus of a run. */
export interface PrometheusOptions {
  readonly binary: string;
  readonly port: number;
  /** The folder with its configuration; it keeps its data there too. */
  readonly folder: string;
  /** How the harness asks it by TLS; undefined: it speaks none. */
  readonly access: TlsAccess | undefined;
}

const READY_LIMIT_MS = 20_000;

/**
 * Starts Prometheus and waits until it answers.
 *
 * @remarks No component of the stack: it watches the system and no fault is meant for it. If it ends too early, the
 * stack goes on without it, and the journal has a note.
 * @throws HarnessError CHAOS_STACK_NOT_READY with its last line if it ends or doesn't answer in time.
 */
export async function startPrometheus(options: PrometheusOptions, context: RunContext): Promise<AsyncDisposable> {
  const { binary, port, folder, access } = options;
  const args = [
    `--config.file=${join(folder, 'prometheus.yaml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.size=512MB',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
    ...(access === undefined ? [] : [`--web.config.file=${join(folder, WEB)}`]),
  ];
  const startMs = performance.now();
  const child = await spawnGuarded({ command: binary, args, env: {} }, 'prometheus', context);
  const ended = once(child, 'exit').then(([code, signal]: unknown[]) => String(signal ?? code));
  const death = ended.then(async (how) => {
    const said = await lastLineOf(logFileOf(context.logsFolder, 'prometheus'));
    return notReady('prometheus', `ended with ${how}: ${said}`, performance.now() - startMs);
  });
  const died = death.then(async (error) => Promise.reject(error));
  const wait = { what: 'Prometheus to answer', limitMs: READY_LIMIT_MS, signal: context.signal };
  const ready = waitFor(async () => answersOk(`${schemeOf(access)}://127.0.0.1:${port}/-/ready`, access), wait);
  try {
    await orAborted(Promise.race([ready, died]), context.signal);
  } catch (error) {
    await end(child, ended);
    throw error;
  }
  let isOver = false;
  died.catch(({ message }: Error) => void (isOver || context.journal.write({ kind: 'note', message })));
  return {
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      await end(child, ended);
    },
  };
}

/** Its data is not kept, so it need not end in good order. */
async function end(child: GuardedProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) signalOne(-child.pid, 'SIGKILL');
  await ended;
}
