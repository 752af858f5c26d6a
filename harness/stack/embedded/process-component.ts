import { once } from 'node:events';
import { HarnessError } from '../../errors.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Component, Exit, ExitPurpose } from '../../model/stack.ts';
import { type Ask, journalProbe } from '../journal-probe.ts';
import { lastLineOf, logFileOf, notReady } from '../logs.ts';
import type { RunContext } from '../run-context.ts';
import type { Launch } from '../spawn-guarded.ts';
import { ComponentIncarnation } from './component-incarnation.ts';

/** What makes a component the one it is. */
export interface ComponentSpec {
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** From spawn to ready, in milliseconds. */
  readonly readyLimitMs: number;
  /** What asks it to end in good order: SIGTERM for most. */
  readonly stopSignal: NodeJS.Signals;
  /** What ends it at once, yet lets it clear up behind it; SIGKILL otherwise. */
  readonly endSignal?: 'SIGQUIT';
  /** How it is taken off its network and put back; only of what has links of its own. */
  readonly network?: { cut(): Promise<void>; restore(): Promise<void> };
  /** How it is asked whether it answers; only of servers. */
  readonly ask?: Ask;
  launch(incarnation: number): Promise<Launch>;
  /** Resolves once it answers; rejects when the signal aborts. */
  ready(incarnation: number, signal: AbortSignal): Promise<void>;
}

const END_LIMIT_MS = 1500;

/** A component that is a process tree on this machine. */
export class ProcessComponent implements Component {
  readonly name: string;
  readonly role: ComponentRow['role'];
  readonly #spec: ComponentSpec;
  readonly #context: RunContext;
  readonly #lives: ComponentIncarnation[] = [];

  constructor(spec: ComponentSpec, context: RunContext) {
    this.name = spec.name;
    this.role = spec.role;
    this.#spec = spec;
    this.#context = context;
  }

  get incarnation(): number {
    return this.#lives.length;
  }

  get running(): boolean {
    return this.#lives.at(-1)?.running ?? false;
  }

  /** All lives so far, as a row of the components book. */
  get row(): ComponentRow {
    return { component: this.name, role: this.role, incarnations: this.#lives.map((life) => life.row) };
  }

  /** The error that a life of it ended with at its start, or nothing; for a second try elsewhere. */
  async lastWords(): Promise<string> {
    return lastLineOf(logFileOf(this.#context.logsFolder, `${this.name}.${this.incarnation}`));
  }

  async start(): Promise<void> {
    if (this.running) {
      throw new HarnessError(
        'CHAOS_INTERNAL',
        `Expected ${this.name} to be down before it is started, but it runs after 0 ms. Kill or stop it first.`,
      );
    }
    const startMs = performance.now();
    const incarnation = this.incarnation + 1;
    const launch = await this.#spec.launch(incarnation);
    const life = await ComponentIncarnation.begin({ component: this.name, incarnation }, launch, this.#context);
    this.#lives.push(life);
    try {
      await this.#ready(life, startMs);
    } catch (error) {
      await life.kill('teardown');
      throw error;
    }
    life.ready();
  }

  async kill(purpose: ExitPurpose): Promise<Exit> {
    return this.#life('be killed').kill(purpose);
  }

  async stop(purpose: ExitPurpose, limitMs: number): Promise<Exit> {
    return this.#life('be stopped').stop(purpose, { signal: this.#spec.stopSignal, limitMs });
  }

  /** Ends whatever lives of it, at the end of the run. */
  async end(): Promise<void> {
    const { endSignal } = this.#spec;
    await Promise.all(
      this.#lives.map(async (life) => {
        if (endSignal === undefined || !life.running) await life.kill('teardown');
        else await life.stop('teardown', { signal: endSignal, limitMs: END_LIMIT_MS });
      }),
    );
  }

  async pause(): Promise<void> {
    await this.#life('be paused', true).pause();
  }

  async resume(): Promise<void> {
    await this.#life('go on', true).resume();
  }

  async disconnect(): Promise<void> {
    await this.#network('be taken off its network').cut();
  }

  async connect(): Promise<void> {
    await this.#network('be put back on its network').restore();
  }

  async observe(): Promise<void> {
    await this.#life('be observed').observe();
  }

  async probe(): Promise<void> {
    const { ask } = this.#spec;
    if (ask !== undefined) await journalProbe(this.#context.journal, this.name, ask);
  }

  #network(what: string): NonNullable<ComponentSpec['network']> {
    const { network } = this.#spec;
    if (network !== undefined) return network;
    throw new HarnessError(
      'CHAOS_STACK_LACKS',
      `Expected ${this.name} to ${what}, but the embedded stack can do that to workers only. Name a worker.`,
    );
  }

  async #ready(life: ComponentIncarnation, startMs: number): Promise<void> {
    const { readyLimitMs } = this.#spec;
    const over = new AbortController();
    const late = AbortSignal.timeout(readyLimitMs);
    const signal = AbortSignal.any([this.#context.signal, over.signal, late]);
    try {
      await Promise.race([
        this.#spec.ready(life.incarnation, signal),
        life.exited.then(async () => Promise.reject(await this.#death(life, startMs))),
        once(signal, 'abort').then(async () => Promise.reject(signal.reason)),
      ]);
    } catch (error) {
      this.#context.signal.throwIfAborted();
      if (error instanceof HarnessError) throw error;
      const what = late.aborted ? `did not answer (last line: ${await this.lastWords()})` : String(error);
      throw notReady(this.name, what, performance.now() - startMs);
    } finally {
      over.abort();
    }
  }

  async #death(life: ComponentIncarnation, startMs: number): Promise<HarnessError> {
    const { exitCode, signal } = life.exit;
    const how = `ended with ${signal ?? exitCode}: ${await this.lastWords()}`;
    return notReady(this.name, how, performance.now() - startMs);
  }

  #life(what: string, mustRun = false): ComponentIncarnation {
    const life = this.#lives.at(-1);
    if (life !== undefined && (life.running || !mustRun)) return life;
    throw new HarnessError(
      'CHAOS_FAULT_FAILED',
      `Expected ${this.name} to ${what}, but it does not run after 0 ms. Start it first.`,
    );
  }
}
