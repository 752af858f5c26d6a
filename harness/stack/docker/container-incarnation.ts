import { constants } from 'node:os';
import type { EngineEvent } from '../../engine/engine-events.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Exit, ExitPurpose } from '../../model/stack.ts';
import type { DockerContext } from './docker-context.ts';

type LifeRow = ComponentRow['incarnations'][number];

/** A container's exit code above this is 128 and the number of the signal that ended it. */
const SIGNALLED = 128;

/** The name of the signal that an exit code stands for; null where it is an exit code of the program's own. */
export function signalOf(exitCode: number): string | null {
  const number = exitCode - SIGNALLED;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? null;
}

/** One life of a container, from the engine's `start` to its `die`. */
export class ContainerIncarnation {
  readonly incarnation: number;
  /** Resolves when the engine says that it has ended. */
  readonly exited: Promise<void>;
  readonly #component: string;
  readonly #context: DockerContext;
  readonly #end = Promise.withResolvers<undefined>();
  #row: LifeRow;
  #asked: ExitPurpose | null = null;
  #onlyBySigkill = false;

  constructor(of: { readonly component: string; readonly incarnation: number }, context: DockerContext) {
    this.incarnation = of.incarnation;
    this.exited = this.#end.promise;
    this.#component = of.component;
    this.#context = context;
    const ended = { exitedMs: null, exitCode: null, signal: null, oomKilled: false, purpose: null };
    this.#row = { incarnation: of.incarnation, pid: 0, startedMs: context.journal.nowMs(), ...ended };
    this.journal('spawned');
  }

  get running(): boolean {
    return this.#row.exitedMs === null;
  }

  /** This life as a row of the components book. */
  get row(): LifeRow {
    return this.#row;
  }

  get exit(): Exit {
    const { incarnation, exitCode, signal } = this.#row;
    return { incarnation, exitCode, signal };
  }

  /** Says who wants it to end, before it is made to; where only SIGKILL may, any other end is an unplanned one. */
  asked(purpose: ExitPurpose, onlyBySigkill: boolean): void {
    this.#asked ??= purpose;
    this.#onlyBySigkill ||= onlyBySigkill;
  }

  /** Its main process, by the pid that the host knows; 0 where it was gone before one could look. */
  isProcess(pid: number): void {
    this.#row = { ...this.#row, pid };
  }

  /** The kernel killed a process of it for want of memory. */
  outOfMemory(): void {
    this.#row = { ...this.#row, oomKilled: true };
  }

  /** Takes down what the engine says of its end. */
  ended({ exitCode }: Pick<EngineEvent, 'exitCode'>): void {
    const code = exitCode ?? -1;
    const signal = signalOf(code);
    // One that died by itself just before it was killed died unplanned.
    const asked = this.#onlyBySigkill && signal !== 'SIGKILL' ? null : this.#asked;
    const purpose: ExitPurpose | 'unplanned' = asked ?? 'unplanned';
    const how = { exitCode: signal === null ? code : null, signal, purpose };
    this.#row = { ...this.#row, ...how, exitedMs: this.#context.journal.nowMs() };
    const { incarnation } = this;
    const whose = { component: this.#component, incarnation, pid: this.#row.pid } as const;
    this.#context.journal.write({ kind: 'component', change: 'exited', ...whose, ...how });
    this.#end.resolve(undefined);
  }

  /** Journals a change of this life. */
  journal(change: 'spawned' | 'ready' | 'paused' | 'resumed'): void {
    const pid = this.#row.pid === 0 ? {} : { pid: this.#row.pid };
    this.#context.journal.write({
      kind: 'component',
      component: this.#component,
      incarnation: this.incarnation,
      change,
      ...pid,
    });
  }
}
