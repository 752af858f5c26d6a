import { constants } from 'node:os';
import type { EngineEvent } from '../../engine/engine-events.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Exit } from '../../model/stack.ts';
import { waitFor } from '../../wait.ts';
import { Incarnation } from '../incarnation.ts';
import type { Ask } from '../journal-probe.ts';
import { logFileOf } from '../logs.ts';
import { untilReady } from '../until-ready.ts';
import type { ContainerHandle } from './container-handle.ts';
import type { DockerContext } from './docker-context.ts';

/** The properties of one component. */
export interface ContainerSpec {
  /** The name of the service in the compose file, and of the component. */
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** From start to ready, in milliseconds. */
  readonly readyLimitMs: number;
  /** Called before the harness starts it again. */
  readonly beforeStart?: () => Promise<void>;
  /** The version of the system that a worker begins with, if it has a name. */
  readonly version?: string | undefined;
  /** What is looked at beside its state, if anything. */
  readonly look?: () => Promise<void>;
  /** Called before a worker is made anew with another version of the system. */
  readonly becomes?: (version: string) => Promise<void>;
  /** Called as soon as a life begins. */
  readonly begins?: (incarnation: number) => void;
  /** Resolves once it answers; rejects when the signal aborts. */
  ready(incarnation: number, signal: AbortSignal): Promise<void>;
  /** How a server is asked whether it answers; only for servers. */
  readonly ask?: Ask;
}

/** How long the engine may take to report an event of its own action, in milliseconds. */
const TELL_LIMIT_MS = 10_000;
/** A container's exit code above this is 128 and the number of the signal that ended it. */
const SIGNALLED = 128;

/** The lives of one container, as the engine reports them. */
export class ContainerIncarnations {
  readonly #spec: ContainerSpec;
  readonly #context: DockerContext;
  readonly #handle: ContainerHandle;
  readonly #lives: Incarnation[] = [];
  readonly #ready = new Map<number, Promise<void>>();
  /** The version of the system that lives of a worker have from now on; null: the one that the stack began with. */
  version: string | null;

  constructor(spec: ContainerSpec, context: DockerContext, handle: ContainerHandle) {
    this.#spec = spec;
    this.version = spec.version ?? null;
    this.#context = context;
    this.#handle = handle;
  }

  get count(): number {
    return this.#lives.length;
  }

  get latest(): Incarnation | undefined {
    return this.#lives.at(-1);
  }

  get row(): ComponentRow {
    const { name, role } = this.#spec;
    return { component: name, role, incarnations: this.#lives.map((life) => life.row) };
  }

  /** Records the engine's events as they arrive. */
  heed(event: EngineEvent): void {
    const { action } = event;
    if (action === 'start') this.#begin(event);
    const life = this.latest;
    if (life === undefined) return;
    this.#journal(event, life.incarnation);
    if (action === 'oom') life.outOfMemory();
    if (action === 'pause') life.write('paused');
    if (action === 'unpause') life.write('resumed');
    if (action === 'die' && life.running) life.ended(exitOf(event));
  }

  /**
   * Resolves once that life has begun and is ready.
   *
   * @throws HarnessError CHAOS_STACK_NOT_READY with its last output if it ends or doesn't answer in time.
   */
  async ready(incarnation: number, signal: AbortSignal, limitMs = TELL_LIMIT_MS): Promise<void> {
    await this.begun(incarnation, signal, limitMs);
    await this.#ready.get(incarnation);
  }

  /** Resolves once the engine has reported the start of that life. */
  async begun(incarnation: number, signal: AbortSignal, limitMs = TELL_LIMIT_MS): Promise<void> {
    const either = AbortSignal.any([signal, this.#context.events.lost]);
    const what = `the engine to report that ${this.#spec.name} has started`;
    await waitFor(() => this.#ready.has(incarnation) || undefined, { what, limitMs, signal: either, everyMs: 10 });
  }

  /** Resolves once the engine has reported its end. @throws HarnessError CHAOS_WAIT_TIMEOUT, CHAOS_ENGINE_LOST */
  async ended(life: Incarnation): Promise<void> {
    const { lost } = this.#context.events;
    const what = `the engine to report that ${this.#spec.name} has ended`;
    await waitFor(() => !life.running || undefined, { what, limitMs: TELL_LIMIT_MS, signal: lost, everyMs: 5 });
  }

  #begin(event: EngineEvent): void {
    const incarnation = this.#lives.length + 1;
    const { name } = this.#spec;
    this.#spec.begins?.(incarnation);
    const life = new Incarnation({ component: name, incarnation, version: this.version }, 0, this.#context.journal);
    this.#lives.push(life);
    const known = this.#known(life, event);
    const ready = known.then(async () => this.#becomesReady(life));
    // The code that waits for it gets the error; nothing may wait for a life that the engine began by itself.
    ready.catch(() => undefined);
    this.#ready.set(incarnation, ready);
  }

  /** Its pid, and a separate log. A life that has ended already has neither. */
  async #known(life: Incarnation, event: EngineEvent): Promise<void> {
    const { State } = await this.#handle.inspect();
    if (life.running) life.isProcess(State.Pid);
    const { journal, logsFolder } = this.#context;
    const tag = `${this.#spec.name}.${life.incarnation}`;
    const note = (error: Error): void =>
      void journal.write({ kind: 'note', message: `The log of ${tag} is cut short: ${String(error)}` });
    await this.#handle.follow(logFileOf(logsFolder, tag), event.timeNano, note);
  }

  async #becomesReady(incarnation: Incarnation): Promise<void> {
    const { signal, events, logsFolder } = this.#context;
    const { name, readyLimitMs: limitMs } = this.#spec;
    await untilReady({
      name,
      incarnation,
      logsFolder,
      limitMs,
      signal: AbortSignal.any([signal, events.lost]),
      ready: async (either) => this.#spec.ready(incarnation.incarnation, either),
    });
    incarnation.write('ready');
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

/** How the engine's `die` event says that a container ended. */
function exitOf({ exitCode }: EngineEvent): Pick<Exit, 'exitCode' | 'signal'> {
  const code = exitCode ?? -1;
  const signal = signalOf(code);
  return { exitCode: signal === null ? code : null, signal };
}

/** The name of the signal that an exit code stands for; null for an exit code of the program itself. */
function signalOf(exitCode: number): string | null {
  const number = exitCode - SIGNALLED;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? null;
}
