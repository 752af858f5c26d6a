import { once } from 'node:events';
import { constants } from 'node:os';
import type { EngineEvent } from '../../engine/engine-events.ts';
import { HarnessError } from '../../errors.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Container, ContainerLimits, Exit, ExitPurpose } from '../../model/stack.ts';
import { waitFor } from '../../wait.ts';
import type { Incarnation } from '../incarnation.ts';
import { journalProbe } from '../journal-probe.ts';
import { ContainerHandle, type Executed } from './container-handle.ts';
import { ContainerIncarnations, type ContainerSpec } from './container-incarnations.ts';
import { crashProcess } from './crash-process.ts';
import type { DockerContext } from './docker-context.ts';
import { exhaustMemory } from './exhaust-memory.ts';
import { limitsOf, updateOf } from './limits.ts';
import { NetworkPlace } from './network-place.ts';

const STATE_LIMIT_MS = 5000;
/** The engine names signals by their numbers. */
const SIGTERM = String(constants.signals.SIGTERM);

/** A component that is a container. */
export class ContainerComponent implements Container {
  readonly name: string;
  readonly role: ComponentRow['role'];
  readonly #spec: ContainerSpec;
  readonly #context: DockerContext;
  readonly #handle: ContainerHandle;
  readonly #lives: ContainerIncarnations;
  readonly #place: NetworkPlace;
  #unlimited: Record<string, number> | null = null;
  /** The life that was sent SIGTERM. */
  #terminated: Incarnation | null = null;

  constructor(spec: ContainerSpec, context: DockerContext) {
    this.name = spec.name;
    this.role = spec.role;
    this.#spec = spec;
    this.#context = context;
    this.#handle = new ContainerHandle(context.engine, context.runId, spec.name);
    this.#lives = new ContainerIncarnations(spec, context, this.#handle);
    this.#place = new NetworkPlace(context.engine, context.workersNetwork, this.#handle);
  }

  get incarnation(): number {
    return this.#lives.count;
  }

  get running(): boolean {
    return this.#lives.latest?.running ?? false;
  }

  get row(): ComponentRow {
    return this.#lives.row;
  }

  /** Records the engine's events of it. */
  heed(event: EngineEvent): void {
    this.#lives.heed(event);
    const { latest } = this.#lives;
    if (event.action === 'kill' && event.signal === SIGTERM && latest === this.#terminated) latest?.write('stopping');
  }

  /** Resolves once its first life, which compose begins, is ready. */
  async firstReady(limitMs: number): Promise<void> {
    await this.#lives.ready(1, this.#context.signal, limitMs);
  }

  async start(version?: string): Promise<void> {
    await this.#lives.ready(await this.#begin(version), this.#context.signal);
  }

  async launch(): Promise<void> {
    await this.#lives.begun(await this.#begin(), this.#context.signal);
  }

  async kill(purpose: ExitPurpose): Promise<Exit> {
    return this.#end(purpose, true, async () => this.#handle.kill());
  }

  async terminate(purpose: ExitPurpose): Promise<void> {
    const life = this.#life();
    life.asked(purpose, false);
    this.#terminated = life;
    await this.#unpaused(async () => this.#handle.terminate());
  }

  async stop(purpose: ExitPurpose, limitMs: number): Promise<Exit> {
    if (this.#terminated === this.#life()) return this.#endOf(this.#life(), purpose, limitMs);
    const stop = async (): Promise<void> => this.#unpaused(async () => this.#handle.stop(limitMs));
    // Its restart policy restarts one that has just died, unless the engine is told to leave it stopped.
    if (!this.#life().running) await stop();
    return this.#end(purpose, false, stop);
  }

  async crash(purpose: ExitPurpose): Promise<Exit> {
    const { engine } = this.#context;
    return this.#end(purpose, true, async () => crashProcess(engine, await this.#handle.inspect()));
  }

  async exhaustMemory(purpose: ExitPurpose): Promise<Exit> {
    return this.#end(purpose, true, async () => exhaustMemory(this.#handle));
  }

  async restarted(after: number, signal: AbortSignal): Promise<void> {
    await this.#lives.ready(after + 1, signal, Number.POSITIVE_INFINITY);
  }

  async restart(limitMs: number): Promise<void> {
    const next = this.incarnation + 1;
    this.#lives.latest?.asked('fault', false);
    await this.#handle.restart(limitMs);
    await this.#lives.ready(next, this.#context.signal);
  }

  async pause(): Promise<void> {
    await this.#handle.pause();
    await this.#isPaused(true);
  }

  async resume(): Promise<void> {
    if (!(await this.#handle.inspect()).State.Paused) return;
    await this.#handle.unpause();
    await this.#isPaused(false);
  }

  async disconnect(): Promise<void> {
    await this.#place.leave();
  }

  async connect(): Promise<void> {
    await this.#place.enter();
  }

  async limit(limits: ContainerLimits): Promise<void> {
    this.#unlimited ??= limitsOf(await this.#handle.inspect());
    await this.#handle.update(updateOf(limits));
  }

  async unlimit(): Promise<void> {
    if (this.#unlimited === null) return;
    await this.#handle.update(this.#unlimited);
    this.#unlimited = null;
  }

  async exec(command: readonly [string, ...string[]]): Promise<Executed> {
    return this.#handle.exec(command);
  }

  async recreate(): Promise<void> {
    const next = this.incarnation + 1;
    this.#lives.latest?.asked('fault', false);
    await this.#remake();
    await this.#lives.ready(next, this.#context.signal);
  }

  async observe(): Promise<void> {
    const { State, NetworkSettings } = await this.#handle.inspect();
    const attached =
      this.role === 'worker' ? { attached: this.#context.workersNetwork in NetworkSettings.Networks } : {};
    const state = State.Paused ? 'T' : State.Running ? 'S' : 'gone';
    const pids = State.Pid === 0 ? [] : [State.Pid];
    const { journal } = this.#context;
    journal.write({ kind: 'process', component: this.name, incarnation: this.incarnation, state, pids, ...attached });
    await this.#spec.look?.();
  }

  async probe(): Promise<void> {
    const { ask } = this.#spec;
    if (ask !== undefined) await journalProbe(this.#context.journal, this.name, ask);
  }

  /** @returns the number of the life that begins */
  async #begin(version?: string): Promise<number> {
    if (this.running) {
      throw new HarnessError(
        'CHAOS_INTERNAL',
        `Expected ${this.name} to be down before it is started, but it is running. Kill or stop it first.`,
      );
    }
    await this.#spec.beforeStart?.();
    const next = this.incarnation + 1;
    this.#spec.begins?.(next);
    if (version === undefined || version === this.#lives.version) await this.#handle.start();
    else await this.#become(version);
    return next;
  }

  async #become(version: string): Promise<void> {
    await this.#spec.becomes?.(version);
    this.#lives.version = version;
    await this.#remake();
  }

  async #remake(): Promise<void> {
    await this.#context.compose('up', '--detach', '--no-deps', '--force-recreate', this.name);
  }

  async #end(purpose: ExitPurpose, onlyBySigkill: boolean, end: () => Promise<void>): Promise<Exit> {
    const life = this.#life();
    if (!life.running) return life.exit;
    life.asked(purpose, onlyBySigkill);
    try {
      await end();
    } catch (error) {
      // It may have ended by itself just before: then the engine reports so.
      if (life.running) throw error;
    }
    await this.#lives.ended(life);
    return life.exit;
  }

  /** Waits for the end of one that was sent SIGTERM, and kills it at the limit. */
  async #endOf(life: Incarnation, purpose: ExitPurpose, limitMs: number): Promise<Exit> {
    const limit = AbortSignal.any([AbortSignal.timeout(limitMs), this.#context.events.lost]);
    await Promise.race([life.exited, once(limit, 'abort')]);
    return this.#end(purpose, false, async () => this.#handle.kill());
  }

  /** A paused one receives a signal only once it goes on. */
  async #unpaused(signal: () => Promise<void>): Promise<void> {
    if ((await this.#handle.inspect()).State.Paused) await this.#handle.unpause();
    await signal();
  }

  #life(): Incarnation {
    const { latest } = this.#lives;
    if (latest !== undefined) return latest;
    const sentence = `${this.name} was never started. Start it first.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }

  async #isPaused(paused: boolean): Promise<void> {
    await waitFor(async () => (await this.#handle.inspect()).State.Paused === paused || undefined, {
      what: `${this.name} to be ${paused ? 'paused' : 'resumed'}`,
      limitMs: STATE_LIMIT_MS,
      signal: this.#context.events.lost,
    });
  }
}
