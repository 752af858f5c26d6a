import { once } from 'node:events';
import type { ComponentRow } from '../../model/evidence.ts';
import type { Exit, ExitPurpose } from '../../model/stack.ts';
import { outOfMemoryKills, processOf } from '../../processes/process-table.ts';
import { isStopped, ProcessTree, signalOne } from '../../processes/process-tree.ts';
import { COMPONENT_TAG, RUN_TAG } from '../../reaper/run-folder.ts';
import type { RunContext } from '../run-context.ts';
import { type GuardedProcess, type Launch, spawnGuarded } from '../spawn-guarded.ts';

type LifeRow = ComponentRow['incarnations'][number];

const SIGNAL_LIMIT_MS = 5000;
const ORPHANS_LOOK_MS = 10;

/** Whose life it is, and which. */
export interface LifeOf {
  readonly component: string;
  readonly incarnation: number;
}

/** One life of a component: its process tree, from spawn until no process of it is left. */
export class ComponentIncarnation {
  readonly incarnation: number;
  /** Resolves when the first process of the tree has ended. */
  readonly exited: Promise<void>;
  readonly #component: string;
  readonly #context: RunContext;
  readonly #child: GuardedProcess;
  readonly #tree: ProcessTree;
  #row: LifeRow;
  #asked: ExitPurpose | null = null;
  #onlyBySigkill = false;

  private constructor(
    of: LifeOf,
    made: { readonly child: GuardedProcess; readonly tree: ProcessTree },
    context: RunContext,
  ) {
    this.incarnation = of.incarnation;
    this.#component = of.component;
    this.#context = context;
    this.#child = made.child;
    this.#tree = made.tree;
    const { pid } = made.child;
    const ended = { exitedMs: null, exitCode: null, signal: null, oomKilled: false, purpose: null };
    this.#row = { incarnation: of.incarnation, pid, startedMs: context.journal.nowMs(), ...ended };
    const kills = outOfMemoryKills();
    const { component, incarnation } = of;
    context.journal.write({ kind: 'component', component, incarnation, change: 'spawned', pid });
    this.exited = once(made.child, 'exit').then(([code, signal]) => this.#ended({ code, signal, kills }));
  }

  /** Begins a life. */
  static async begin(of: LifeOf, launch: Launch, context: RunContext): Promise<ComponentIncarnation> {
    const tag = `${of.component}.${of.incarnation}`;
    const child = await spawnGuarded(launch, tag, context);
    const tags = [
      { name: RUN_TAG, value: context.runId },
      { name: COMPONENT_TAG, value: tag },
    ];
    const tree = new ProcessTree({ name: tag, roots: [], tags });
    const life = new ComponentIncarnation(of, { child, tree }, context);
    const root = await processOf(child.pid);
    if (root !== null) tree.add(root);
    return life;
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

  async kill(purpose: ExitPurpose): Promise<Exit> {
    this.#asked ??= purpose;
    this.#onlyBySigkill = true;
    await this.#tree.kill(SIGNAL_LIMIT_MS);
    await this.exited;
    return this.exit;
  }

  /** Asks it to end, then kills what is left at the limit. */
  async stop(
    purpose: ExitPurpose,
    request: { readonly signal: NodeJS.Signals; readonly limitMs: number },
  ): Promise<Exit> {
    this.#asked ??= purpose;
    const endMs = performance.now() + request.limitMs;
    if (this.running) signalOne(this.#child.pid, request.signal);
    // One that is paused hears the signal only once it goes on.
    await this.#tree.thaw(SIGNAL_LIMIT_MS);
    await Promise.race([this.exited, once(AbortSignal.timeout(request.limitMs), 'abort')]);
    // A shell or a package manager may end without passing the signal on: then its children are asked themselves.
    if (!this.running && !(await this.#tree.ended(ORPHANS_LOOK_MS))) await this.#tree.signal('SIGTERM');
    if (this.running || !(await this.#tree.ended(endMs - performance.now()))) await this.#tree.kill(SIGNAL_LIMIT_MS);
    await this.exited;
    return this.exit;
  }

  async pause(): Promise<void> {
    await this.#tree.freeze(SIGNAL_LIMIT_MS);
    this.#write('paused');
  }

  async resume(): Promise<void> {
    await this.#tree.thaw(SIGNAL_LIMIT_MS);
    this.#write('resumed');
  }

  /** Journals what the operating system says now: `T` only if every process of the tree is stopped. */
  async observe(): Promise<void> {
    const living = await this.#tree.living();
    const root = living.find((each) => each.pid === this.#child.pid) ?? living[0];
    const running = living.find((each) => !isStopped(each));
    const seen = root !== undefined && isStopped(root) ? (running ?? root) : root;
    const { incarnation } = this;
    const pids = living.map((each) => each.pid);
    const component = this.#component;
    this.#context.journal.write({ kind: 'process', component, incarnation, state: seen?.state ?? 'gone', pids });
  }

  /** Journals a change of this life. */
  ready(): void {
    this.#write('ready');
  }

  #write(change: 'ready' | 'paused' | 'resumed'): void {
    const { incarnation } = this;
    const { pid } = this.#child;
    this.#context.journal.write({ kind: 'component', component: this.#component, incarnation, change, pid });
  }

  #ended(how: { readonly code: number | null; readonly signal: string | null; readonly kills: number | null }): void {
    const { code: exitCode, signal, kills } = how;
    // One that died by itself just before it was killed died unplanned.
    const asked = this.#onlyBySigkill && signal !== 'SIGKILL' ? null : this.#asked;
    const purpose: ExitPurpose | 'unplanned' = asked ?? 'unplanned';
    const oomKilled = asked === null && signal === 'SIGKILL' && kills !== null && (outOfMemoryKills() ?? 0) > kills;
    this.#row = { ...this.#row, exitedMs: this.#context.journal.nowMs(), exitCode, signal, oomKilled, purpose };
    const { incarnation } = this;
    const entry = { component: this.#component, incarnation, pid: this.#child.pid, exitCode, signal, purpose };
    this.#context.journal.write({ kind: 'component', change: 'exited', ...entry });
  }
}
