import { createWriteStream } from 'node:fs';
import type Docker from 'dockerode';
import { askEngine } from '../../engine/ask-engine.ts';
import type { Engine } from '../../engine/find-engine.ts';
import { COMPONENT_LABEL, RUN_LABEL } from '../../engine/labelled.ts';
import { HarnessError } from '../../errors.ts';

/** A program's end, and all its output. */
export interface Executed {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * The container of one component of one run, found by its labels at each call.
 *
 * @remarks So no object without the label of this very run is ever touched. Every call throws HarnessError
 * CHAOS_FAULT_FAILED if the engine refuses, CHAOS_ENGINE_LOST if it has gone away.
 */
export class ContainerHandle {
  readonly #engine: Engine;
  readonly #runId: string;
  readonly #component: string;

  constructor(engine: Engine, runId: string, component: string) {
    this.#engine = engine;
    this.#runId = runId;
    this.#component = component;
  }

  async inspect(): Promise<Docker.ContainerInspectInfo> {
    return this.#do('inspect', async (container) => container.inspect());
  }

  async start(): Promise<void> {
    await this.#do('start', async (container) => container.start(), [304]);
  }

  async kill(): Promise<void> {
    await this.#do('kill', async (container) => container.kill({ signal: 'SIGKILL' }));
  }

  /** SIGTERM alone: the engine marks it as stopped by hand, so no restart policy brings it back. */
  async terminate(): Promise<void> {
    await this.#do('stop', async (container) => container.kill({ signal: 'SIGTERM' }));
  }

  /** SIGTERM (or the image's own stop signal), then SIGKILL after the limit. */
  async stop(limitMs: number): Promise<void> {
    await this.#do('stop', async (container) => container.stop({ t: Math.ceil(limitMs / 1000) }), [304]);
  }

  async restart(limitMs: number): Promise<void> {
    await this.#do('restart', async (container) => container.restart({ t: Math.ceil(limitMs / 1000) }));
  }

  async pause(): Promise<void> {
    await this.#do('pause', async (container) => container.pause());
  }

  async unpause(): Promise<void> {
    await this.#do('unpause', async (container) => container.unpause());
  }

  async update(limits: Readonly<Record<string, number>>): Promise<void> {
    await this.#do('change the limits of', async (container) => container.update(limits));
  }

  /** Runs a program in it, as its own user, to its end. */
  async exec(command: readonly string[]): Promise<Executed> {
    return this.#do(`run ${command[0] ?? ''} in`, async (container) => {
      const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
      const stream = await exec.start({});
      const chunks: Buffer[] = [];
      const sink = { write: (chunk: Buffer) => void chunks.push(chunk) };
      this.#engine.docker.modem.demuxStream(stream, sink as never, sink as never);
      await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
      const { ExitCode } = await exec.inspect();
      return { exitCode: ExitCode ?? -1, output: Buffer.concat(chunks).toString() };
    });
  }

  /**
   * Writes its output from an instant on to a file, until it ends. Resolves once the engine has begun to send it.
   *
   * @param broken - called if the log ends too early, because it can't be read or the file takes no more of it
   */
  async follow(path: string, sinceNano: number, broken: (error: Error) => void): Promise<void> {
    const options = { follow: true, stdout: true, stderr: true, since: sinceNano / 1e9 } as const;
    const stream = await this.#do('send the log of', async (container) => container.logs(options));
    const file = createWriteStream(path).on('error', broken);
    this.#engine.docker.modem.demuxStream(stream, file, file);
    const cutShort = (error: Error): void => {
      broken(error);
      file.end();
    };
    stream.on('end', () => file.end()).on('error', cutShort);
  }

  async #do<T>(
    what: string,
    ask: (container: Docker.Container) => Promise<T>,
    done: readonly number[] = [],
  ): Promise<T> {
    const container = await this.#found();
    return (await askEngine(`${what} ${this.#component}`, ask(container), { done })) as T;
  }

  async #found(): Promise<Docker.Container> {
    const { docker } = this.#engine;
    const label = [`${RUN_LABEL}=${this.#runId}`, `${COMPONENT_LABEL}=${this.#component}`];
    const listed = await askEngine('list its containers', docker.listContainers({ all: true, filters: { label } }));
    const [first, ...more] = listed ?? [];
    if (first !== undefined && more.length === 0) return docker.getContainer(first.Id);
    const seen = first === undefined ? 'there is none' : `there are ${more.length + 1}`;
    throw new HarnessError(
      'CHAOS_FAULT_FAILED',
      `Expected one container of ${this.#component} in run ${this.#runId}, but ${seen}. ` +
        'Another program has removed or copied it; run again.',
    );
  }
}
