import { HarnessError } from '../../errors.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Component, Exit, ExitPurpose } from '../../model/stack.ts';
import { type Ask, journalProbe } from '../journal-probe.ts';
import type { RunContext } from '../run-context.ts';
import type { Launch } from '../spawn-guarded.ts';
import { untilReady } from '../until-ready.ts';
import { ProcessIncarnation } from './process-incarnation.ts';

/** The properties of one component. */
export interface ComponentSpec {
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** From spawn to ready, in milliseconds. */
  readonly readyLimitMs: number;
  /** The signal that asks it to end in good order: SIGTERM for most. */
  readonly stopSignal: NodeJS.Signals;
  /** The signal that ends it at once, yet lets it clear up; SIGKILL otherwise. */
  readonly endSignal?: 'SIGQUIT';
  /** How it is taken off its network and put back; only for components with separate links. */
  readonly network?: { cut(): Promise<void>; restore(): Promise<void> };
  /** The version of the system that a worker begins with, if it has a name. */
  readonly version?: string | undefined;
  /** What is looked at beside its processes, if anything. */
  readonly look?: () => Promise<void>;
  /** How a server is asked whether it answers; only for servers. */
  readonly ask?: Ask;
  /** @param version - of a worker: the version of the system to run; null: the one that the stack began with */
  launch(incarnation: number, version: string | null): Promise<Launch>;
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
  readonly #lives: ProcessIncarnation[] = [];
  #version: string | null;

  constructor(spec: ComponentSpec, context: RunContext) {
    this.name = spec.name;
    this.role = spec.role;
    this.#spec = spec;
    this.#version = spec.version ?? null;
    this.#context = context;
  }

  get incarnation(): number {
    return this.#lives.length;
  }

  get running(): boolean {
    return this.#lives.at(-1)?.record.running ?? false;
  }

  /** All lives so far, as a row of the components book. */
  get row(): ComponentRow {
    return { component: this.name, role: this.role, incarnations: this.#lives.map((life) => life.record.row) };
  }

  /** Its processes that live now. */
  async pids(): Promise<readonly number[]> {
    return (await this.#lives.at(-1)?.pids()) ?? [];
  }

  async start(version?: string): Promise<void> {
    const life = await this.#begin(version);
    try {
      await this.#becomesReady(life);
    } catch (error) {
      await life.kill('teardown');
      throw error;
    }
  }

  async launch(): Promise<void> {
    const life = await this.#begin();
    this.#becomesReady(life).catch(() => undefined);
  }

  async kill(purpose: ExitPurpose): Promise<Exit> {
    return this.#life('be killed').kill(purpose);
  }

  async terminate(purpose: ExitPurpose): Promise<void> {
    await this.#life('be stopped', true).terminate(purpose, this.#spec.stopSignal);
  }

  async stop(purpose: ExitPurpose, limitMs: number): Promise<Exit> {
    return this.#life('be stopped').stop(purpose, { signal: this.#spec.stopSignal, limitMs });
  }

  /** Ends all that lives of it, at the end of the run. */
  async end(): Promise<void> {
    const { endSignal } = this.#spec;
    await Promise.all(
      this.#lives.map(async (life) => {
        if (endSignal === undefined || !life.record.running) await life.kill('teardown');
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
    await Promise.all([this.#life('be observed').observe(), this.#spec.look?.()]);
  }

  async probe(): Promise<void> {
    const { ask } = this.#spec;
    if (ask !== undefined) await journalProbe(this.#context.journal, this.name, ask);
  }

  async #begin(version?: string): Promise<ProcessIncarnation> {
    if (this.running) {
      throw new HarnessError(
        'CHAOS_INTERNAL',
        `Expected ${this.name} to be down before it is started, but it is running. Kill or stop it first.`,
      );
    }
    const incarnation = this.incarnation + 1;
    const launch = await this.#spec.launch(incarnation, version ?? this.#version);
    this.#version = version ?? this.#version;
    const of = { component: this.name, incarnation, version: this.#version };
    const life = await ProcessIncarnation.begin(of, launch, this.#context);
    this.#lives.push(life);
    return life;
  }

  async #becomesReady({ record }: ProcessIncarnation): Promise<void> {
    const { logsFolder, signal } = this.#context;
    const { readyLimitMs: limitMs } = this.#spec;
    const ready = async (either: AbortSignal): Promise<void> => this.#spec.ready(record.incarnation, either);
    await untilReady({ name: this.name, incarnation: record, logsFolder, limitMs, signal, ready });
    record.write('ready');
  }

  #network(what: string): NonNullable<ComponentSpec['network']> {
    const { network } = this.#spec;
    if (network !== undefined) return network;
    throw new HarnessError(
      'CHAOS_STACK_LACKS',
      `Expected ${this.name} to ${what}, but the embedded stack can do that to workers only. Name a worker.`,
    );
  }

  #life(what: string, mustRun = false): ProcessIncarnation {
    const life = this.#lives.at(-1);
    if (life !== undefined && (life.record.running || !mustRun)) return life;
    throw new HarnessError(
      'CHAOS_FAULT_FAILED',
      `Expected ${this.name} to ${what}, but it is not running. Start it first.`,
    );
  }
}
