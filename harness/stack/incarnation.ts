import type { ComponentRow } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { Exit, ExitPurpose } from '../model/stack.ts';

type IncarnationRow = ComponentRow['incarnations'][number];

/** Names an incarnation: its component, and its number from 1. */
export interface IncarnationName {
  readonly component: string;
  readonly incarnation: number;
  /** The version of the system that a worker runs; null or left out: the one that the stack began with. */
  readonly version?: string | null;
}

/** The facts of one incarnation of a component, from its start to its end; it journals them. */
export class Incarnation {
  readonly incarnation: number;
  /** Resolves when its end is known. */
  readonly exited: Promise<void>;
  readonly #component: string;
  readonly #version: string | null;
  readonly #journal: Journal;
  readonly #end = Promise.withResolvers<undefined>();
  #row: IncarnationRow;
  #asked: ExitPurpose | null = null;
  #onlyBySigkill = false;

  /** @param pid - of its main process, as this machine knows it; 0 while it is unknown */
  constructor({ component, incarnation, version = null }: IncarnationName, pid: number, journal: Journal) {
    this.incarnation = incarnation;
    this.exited = this.#end.promise;
    this.#component = component;
    this.#version = version;
    this.#journal = journal;
    const ended = { exitedMs: null, exitCode: null, signal: null, oomKilled: false, purpose: null };
    this.#row = { incarnation, pid, startedMs: journal.nowMs(), ...ended };
    this.write('spawned');
  }

  get running(): boolean {
    return this.#row.exitedMs === null;
  }

  /** The incarnation as a row of the components' evidence. */
  get row(): IncarnationRow {
    return this.#row;
  }

  get exit(): Exit {
    const { incarnation, exitCode, signal } = this.#row;
    return { incarnation, exitCode, signal };
  }

  /**
   * Records why it is about to be ended.
   *
   * @param onlyBySigkill - any other end than by SIGKILL is then an unplanned one
   */
  asked(purpose: ExitPurpose, onlyBySigkill: boolean): void {
    this.#asked ??= purpose;
    this.#onlyBySigkill ||= onlyBySigkill;
  }

  /** Records its main process, once it is known. */
  isProcess(pid: number): void {
    this.#row = { ...this.#row, pid };
  }

  /** Records that the kernel killed a process of it because memory ran out. */
  outOfMemory(): void {
    this.#row = { ...this.#row, oomKilled: true };
  }

  /** The purpose of an end by this signal. If it died by itself just before it was killed, it died unplanned. */
  purposeOf(signal: string | null): ExitPurpose | 'unplanned' {
    const asked = this.#onlyBySigkill && signal !== 'SIGKILL' ? null : this.#asked;
    return asked ?? 'unplanned';
  }

  /** Records and journals its end. */
  ended({ exitCode, signal }: Pick<Exit, 'exitCode' | 'signal'>): void {
    const how = { exitCode, signal, purpose: this.purposeOf(signal) };
    this.#row = { ...this.#row, ...how, exitedMs: this.#journal.nowMs() };
    const { incarnation, pid } = this.#row;
    const component = this.#component;
    this.#journal.write({ kind: 'component', change: 'exited', component, incarnation, pid, ...how });
    this.#end.resolve(undefined);
  }

  /** Journals a change. */
  write(change: 'spawned' | 'ready' | 'paused' | 'resumed' | 'stopping'): void {
    const { incarnation, pid } = this.#row;
    const known = pid === 0 ? {} : { pid };
    const version = change === 'spawned' && this.#version !== null ? { version: this.#version } : {};
    this.#journal.write({ kind: 'component', component: this.#component, incarnation, change, ...known, ...version });
  }
}
