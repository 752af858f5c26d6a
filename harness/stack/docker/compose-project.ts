import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engineEnvironment } from '../../engine/engine-environment.ts';
import { API } from '../../model/plan.ts';
import { signalOne } from '../../processes/process-tree.ts';
import { ownerTag } from '../../reaper/run-folder.ts';
import { lastLineOf, logFileOf, notReady } from '../logs.ts';
import { spawnGuarded } from '../spawn-guarded.ts';
import type { ComposeVariables } from './compose-variables.ts';
import type { DockerContext } from './docker-context.ts';

/** A service of the override file: a worker, or the system's API. */
export type WorkerService = Readonly<Record<string, unknown>>;

/** How long compose may take to remove a project, in milliseconds. */
const DOWN_LIMIT_MS = 30_000;

/** The name under which compose and the engine know a run. */
export function projectOf(runId: string): string {
  return `durable-chaos-${runId}`;
}

/** The parameters of compose, in a run. */
export interface ComposeOptions {
  /** Program and first arguments. */
  readonly command: readonly [string, ...string[]];
  /** docker/compose.yaml. */
  readonly file: string;
  /** A file that goes over it; left out: none. */
  readonly overlay?: string;
}

/** A run's project: docker/compose.yaml, filled in, and its workers in a file beside it. */
export class ComposeProject {
  readonly #options: ComposeOptions;
  readonly #context: Omit<DockerContext, 'compose'>;
  readonly #variablesFile: string;
  readonly #workersFile: string;
  #api: WorkerService | null = null;
  #called = false;
  #cutShort = false;

  constructor(options: ComposeOptions, context: Omit<DockerContext, 'compose'>) {
    this.#options = options;
    this.#context = context;
    this.#variablesFile = join(context.folder, 'compose.env');
    this.#workersFile = join(context.folder, 'workers.json');
  }

  /** Whether compose was ended while it worked: the engine may still be working on its last request. */
  get cutShort(): boolean {
    return this.#cutShort;
  }

  /** Writes the values for the compose file: secrets too, readable only for us. */
  async fillIn(variables: ComposeVariables): Promise<void> {
    const { runId } = this.#context;
    const [owner = ''] = Object.values(ownerTag());
    const all = { CHAOS_RUN: runId, CHAOS_OWNER: owner, ...variables };
    const lines = Object.entries(all).map(([name, value]) => `${name}='${value}'\n`);
    await writeFile(this.#variablesFile, lines.join(''), { mode: 0o600 });
    await this.workers({});
  }

  /** Has the file with the workers say how the system's API is run, from its next writing on. */
  withApi(service: WorkerService): void {
    this.#api = service;
  }

  /** Writes the file with the workers; each is made of the template in the compose file. */
  async workers(services: Readonly<Record<string, WorkerService>>): Promise<void> {
    const extended = Object.entries(services).map(([name, service]) => [
      name,
      { extends: { file: this.#options.file, service: 'worker' }, ...service },
    ]);
    const api = this.#api === null ? {} : { [API]: this.#api };
    const text = JSON.stringify({ services: { ...Object.fromEntries(extended), ...api } });
    await writeFile(this.#workersFile, text, { mode: 0o600 });
  }

  /**
   * Calls compose; its output goes to logs/compose.log. It is killed when the stack is taken down meanwhile.
   *
   * @throws HarnessError CHAOS_STACK_NOT_READY with its last line if it fails; the reason of the teardown.
   */
  async call(...args: readonly string[]): Promise<void> {
    this.#called = true;
    await this.#run(args, this.#context.signal);
  }

  /** Has compose remove the project, with its volumes; does nothing if compose was never called. */
  async down(): Promise<void> {
    if (!this.#called) return;
    await this.#run(['--profile', '*', 'down', '--volumes', '--timeout', '0'], AbortSignal.timeout(DOWN_LIMIT_MS));
  }

  async #run(args: readonly string[], signal: AbortSignal): Promise<void> {
    const [command, ...first] = this.#options.command;
    const { file, overlay } = this.#options;
    const paths = [file, ...(overlay === undefined ? [] : [overlay]), this.#workersFile];
    const files = paths.flatMap((path) => ['--file', path]);
    const project = ['--project-name', projectOf(this.#context.runId), '--env-file', this.#variablesFile];
    const quiet = ['--ansi', 'never', '--progress', 'plain'];
    const all = [...first, ...quiet, ...project, ...files, ...args];
    const launch = { command, args: all, env: engineEnvironment() };
    const context = { ...this.#context, signal };
    const startMs = performance.now();
    const child = await spawnGuarded(launch, 'compose', context);
    const exit = once(child, 'exit');
    // The whole group: the docker command's plugin is a separate process, and would go on making containers.
    const end = (): void => {
      this.#cutShort = true;
      signalOne(-child.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    const [code, by] = (await exit) as [number | null, NodeJS.Signals | null];
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
    if (code === 0) return;
    const said = await lastLineOf(logFileOf(this.#context.logsFolder, 'compose'));
    throw notReady('compose', `ended with ${by ?? code}: ${said}`, performance.now() - startMs);
  }
}
