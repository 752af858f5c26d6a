import { once } from 'node:events';
import type { EngineEvent } from '../../engine/engine-events.ts';
import { HarnessError } from '../../errors.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import { waitFor } from '../../wait.ts';
import type { Ask } from '../journal-probe.ts';
import { lastLineOf, logFileOf, notReady } from '../logs.ts';
import type { ContainerHandle } from './container-handle.ts';
import { ContainerIncarnation } from './container-incarnation.ts';
import type { DockerContext } from './docker-context.ts';

/** What makes a component the one it is. */
export interface ContainerSpec {
  /** The name of the service in the compose file, and of the component. */
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** From start to ready, in milliseconds. */
  readonly readyLimitMs: number;
  /** Called before the harness starts it again. */
  readonly beforeStart?: () => Promise<void>;
  /** Called as soon as a life begins. */
  readonly begins?: (incarnation: number) => void;
  /** Resolves once it answers; rejects when the signal aborts. */
  ready(incarnation: number, signal: AbortSignal): Promise<void>;
  /** How it is asked whether it answers; only of servers. */
  readonly ask?: Ask;
}

/** How long the engine may take to tell of something that it has done, in milliseconds. */
const TELL_LIMIT_MS = 10_000;

/** The lives of one container, as the engine tells of them. */
export class ContainerIncarnations {
  readonly #spec: ContainerSpec;
  readonly #context: DockerContext;
  readonly #handle: ContainerHandle;
  readonly #lives: ContainerIncarnation[] = [];
  readonly #ready = new Map<number, Promise<void>>();

  constructor(spec: ContainerSpec, context: DockerContext, handle: ContainerHandle) {
    this.#spec = spec;
    this.#context = context;
    this.#handle = handle;
  }

  get count(): number {
    return this.#lives.length;
  }

  get latest(): ContainerIncarnation | undefined {
    return this.#lives.at(-1);
  }

  get row(): ComponentRow {
    const { name, role } = this.#spec;
    return { component: name, role, incarnations: this.#lives.map((life) => life.row) };
  }

  /** Takes down what the engine says, as it says it. */
  heed(event: EngineEvent): void {
    const { action } = event;
    if (action === 'start') this.#begin(event);
    const life = this.latest;
    if (life === undefined) return;
    this.#journal(event, life.incarnation);
    if (action === 'oom') life.outOfMemory();
    if (action === 'pause') life.journal('paused');
    if (action === 'unpause') life.journal('resumed');
    if (action === 'die' && life.running) life.ended(event);
  }

  /**
   * Resolves once that life has begun and is ready.
   *
   * @throws HarnessError CHAOS_STACK_NOT_READY with its last words where it ends or doesn't answer in time.
   */
  async ready(incarnation: number, signal: AbortSignal, limitMs = TELL_LIMIT_MS): Promise<void> {
    const either = AbortSignal.any([signal, this.#context.events.lost]);
    const what = `the engine to tell that ${this.#spec.name} has started`;
    await waitFor(() => this.#ready.has(incarnation) || undefined, { what, limitMs, signal: either, everyMs: 10 });
    await this.#ready.get(incarnation);
  }

  /** Resolves once the engine has told of its end. @throws HarnessError CHAOS_WAIT_TIMEOUT, CHAOS_ENGINE_LOST */
  async ended(life: ContainerIncarnation): Promise<void> {
    const { lost } = this.#context.events;
    const what = `the engine to tell that ${this.#spec.name} has ended`;
    await waitFor(() => !life.running || undefined, { what, limitMs: TELL_LIMIT_MS, signal: lost, everyMs: 5 });
  }

  #begin(event: EngineEvent): void {
    const incarnation = this.#lives.length + 1;
    const { name } = this.#spec;
    this.#spec.begins?.(incarnation);
    const life = new ContainerIncarnation({ component: name, incarnation }, this.#context);
    this.#lives.push(life);
    const known = this.#known(life, event);
    const ready = known.then(async () => this.#becomesReady(life));
    // Whoever waits for it hears of it; of a life that the engine began by itself nobody may.
    ready.catch(() => undefined);
    this.#ready.set(incarnation, ready);
  }

  /** Its pid, and a log of its own. One that is gone already has neither. */
  async #known(life: ContainerIncarnation, event: EngineEvent): Promise<void> {
    const { State } = await this.#handle.inspect();
    if (life.running) life.isProcess(State.Pid);
    const { journal, logsFolder } = this.#context;
    const tag = `${this.#spec.name}.${life.incarnation}`;
    const note = (error: Error): void =>
      void journal.write({ kind: 'note', message: `The log of ${tag} is cut short: ${String(error)}` });
    await this.#handle.follow(logFileOf(logsFolder, tag), event.timeNano, note);
  }

  async #becomesReady(life: ContainerIncarnation): Promise<void> {
    const startMs = performance.now();
    const over = new AbortController();
    const late = AbortSignal.timeout(this.#spec.readyLimitMs);
    const signal = AbortSignal.any([this.#context.signal, this.#context.events.lost, over.signal, late]);
    try {
      await Promise.race([
        this.#spec.ready(life.incarnation, signal),
        life.exited.then(async () => Promise.reject(await this.#death(life, startMs))),
        once(signal, 'abort').then(async () => Promise.reject(signal.reason)),
      ]);
      life.journal('ready');
    } catch (error) {
      this.#context.signal.throwIfAborted();
      if (error instanceof HarnessError) throw error;
      const what = late.aborted ? `did not answer (last line: ${await this.#lastWords(life)})` : String(error);
      throw notReady(this.#spec.name, what, performance.now() - startMs);
    } finally {
      over.abort();
    }
  }

  async #death(life: ContainerIncarnation, startMs: number): Promise<HarnessError> {
    const { exitCode, signal } = life.exit;
    const how = `ended with ${signal ?? exitCode}: ${await this.#lastWords(life)}`;
    return notReady(this.#spec.name, how, performance.now() - startMs);
  }

  async #lastWords({ incarnation }: ContainerIncarnation): Promise<string> {
    return lastLineOf(logFileOf(this.#context.logsFolder, `${this.#spec.name}.${incarnation}`));
  }

  #journal({ action, exitCode, signal, timeNano }: EngineEvent, incarnation: number): void {
    this.#context.journal.write({
      kind: 'engine',
      component: this.#spec.name,
      incarnation,
      action,
      ...(exitCode === null ? {} : { exitCode }),
      ...(signal === null ? {} : { signal }),
      engineTime: new Date(timeNano / 1e6).toISOString(),
    });
  }
}
