import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { extname } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { engineEnvironment } from '../engine/engine-environment.ts';
import { HarnessError, messageOf } from '../errors.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import { COMPILE_CACHE } from '../processes/compile-cache.ts';
import type { RunRows } from './clean-up-rows.ts';
import type { ReaperMessage } from './reaper-message.ts';
import { ownerTag, RUN_TAG } from './run-folder.ts';

/** The variables that it needs of our environment, beside those of the engine. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'CHAOS_GATEWAY_ADDRESS', 'NODE_EXTRA_CA_CERTS', COMPILE_CACHE];

/**
 * The process that undoes a run when its owner disappears.
 *
 * @remarks Disposing tells it that all has been undone, and ends it.
 */
export interface Reaper extends AsyncDisposable {
  readonly pid: number;
  /** Call it at the moment a process is started. A postmaster is ended by SIGQUIT, which clears its shared memory. */
  guardProcess(pid: number, kind?: 'postgres'): void;
  /** Call it before a folder is made. */
  guardFolder(path: string): void;
  /** Call it before any request to the container engine: all that carries the run's label is then removed. */
  guardContainers(): void;
  /** Call it before starting anything that writes to a Supabase which outlives the run. */
  guardRows(rows: RunRows): void;
  /** Call it before starting anything that may start workflows in a Temporal which outlives the run. */
  guardWorkflows(temporal: ExistingTemporal): void;
}

const READY_LIMIT_MS = 10_000;
const END_LIMIT_MS = 2000;

/**
 * Starts the reaper of a run, before anything else of the run is started.
 *
 * @remarks A separate process, in a separate session, that waits for the end of its standard input: the kernel closes
 * that pipe at any end of the owner, by SIGKILL too.
 * @throws HarnessError CHAOS_STACK_NOT_READY if it doesn't start.
 */
export async function startReaper(options: { readonly runId: string }): Promise<Reaper> {
  const main = fileURLToPath(new URL(`./reaper-main${extname(import.meta.filename)}`, import.meta.url));
  const child = spawn(process.execPath, [main], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      ...inherited(INHERITED),
      ...engineEnvironment(),
      [RUN_TAG]: options.runId,
      ...ownerTag(),
    },
  });
  await ready(child);
  // A harness that has nothing left to do may end without disposing: the reaper then does its work.
  child.unref();
  child.stdout.destroy();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return new RunningReaper(child, child.stdin);
}

class RunningReaper implements Reaper {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #input: Writable;

  constructor(child: ChildProcess, input: Writable) {
    this.#child = child;
    this.#input = input;
    this.pid = child.pid ?? 0;
    // A reaper that has ended shows at the next message to it.
    input.on('error', () => undefined);
  }

  guardProcess(pid: number, kind?: 'postgres'): void {
    this.#tell(kind === undefined ? { guard: 'process', pid } : { guard: 'process', pid, kind });
  }

  guardFolder(path: string): void {
    this.#tell({ guard: 'folder', path });
  }

  guardContainers(): void {
    this.#tell({ guard: 'containers' });
  }

  guardRows({ url, key, mark, tables }: RunRows): void {
    this.#tell({ guard: 'rows', url, key, mark, tables });
  }

  guardWorkflows(temporal: ExistingTemporal): void {
    this.#tell({ guard: 'workflows', temporal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended()) return;
    this.#child.ref();
    const exit = once(this.#child, 'exit', { signal: AbortSignal.timeout(END_LIMIT_MS) });
    this.#input.end(`${JSON.stringify({ done: true } satisfies ReaperMessage)}\n`);
    await exit.catch(() => this.#child.kill('SIGKILL'));
  }

  #tell(message: ReaperMessage): void {
    if (this.#ended()) {
      throw new HarnessError(
        'CHAOS_STACK_NOT_READY',
        'The reaper has ended before the run. Nothing is started without it; run again.',
      );
    }
    this.#input.write(`${JSON.stringify(message)}\n`);
  }

  #ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
}

async function ready(child: ChildProcess & { readonly stdout: NodeJS.ReadableStream }): Promise<void> {
  const startMs = performance.now();
  const signal = AbortSignal.timeout(READY_LIMIT_MS);
  try {
    await Promise.race([
      once(child.stdout, 'data', { signal }),
      once(child, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`it ended with ${String(code)}`))),
    ]);
  } catch (error) {
    child.kill('SIGKILL');
    const tookMs = Math.round(performance.now() - startMs);
    const what = messageOf(error);
    throw new HarnessError(
      'CHAOS_STACK_NOT_READY',
      `The reaper did not start: ${what} after ${tookMs} ms. Check that processes can be started here.`,
      { cause: error },
    );
  }
}

function inherited(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
