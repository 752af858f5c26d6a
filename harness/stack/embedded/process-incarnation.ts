import { once } from 'node:events';
import type { Exit, ExitPurpose } from '../../model/stack.ts';
import { outOfMemoryKills, processOf } from '../../processes/process-table.ts';
import { isStopped, ProcessTree, signalOne } from '../../processes/process-tree.ts';
import { COMPONENT_TAG, RUN_TAG } from '../../reaper/run-folder.ts';
import { Incarnation, type IncarnationName } from '../incarnation.ts';
import type { RunContext } from '../run-context.ts';
import { type GuardedProcess, type Launch, spawnGuarded } from '../spawn-guarded.ts';

const SIGNAL_LIMIT_MS = 5000;
const ORPHANS_LOOK_MS = 10;

/** One incarnation of a component that is a process tree, from spawn until no process of it is left. */
export class ProcessIncarnation {
  readonly record: Incarnation;
  readonly #component: string;
  readonly #context: RunContext;
  readonly #child: GuardedProcess;
  readonly #tree: ProcessTree;
  #terminated = false;

  private constructor(
    of: IncarnationName,
    made: { readonly child: GuardedProcess; readonly tree: ProcessTree },
    context: RunContext,
  ) {
    this.#component = of.component;
    this.#context = context;
    this.#child = made.child;
    this.#tree = made.tree;
    const kills = outOfMemoryKills();
    this.record = new Incarnation(of, made.child.pid, context.journal);
    made.child.once('exit', (exitCode, signal) => this.#ended({ exitCode, signal }, kills));
  }

  /** Spawns the first process. */
  static async begin(of: IncarnationName, launch: Launch, context: RunContext): Promise<ProcessIncarnation> {
    const tag = `${of.component}.${of.incarnation}`;
    const child = await spawnGuarded(launch, tag, context);
    const tags = [
      { name: RUN_TAG, value: context.runId },
      { name: COMPONENT_TAG, value: tag },
    ];
    const tree = new ProcessTree({ name: tag, roots: [], tags });
    const life = new ProcessIncarnation(of, { child, tree }, context);
    const root = await processOf(child.pid);
    if (root !== null) tree.add(root);
    return life;
  }

  /** Its processes that live now. */
  async pids(): Promise<readonly number[]> {
    return (await this.#tree.living()).map(({ pid }) => pid);
  }

  async kill(purpose: ExitPurpose): Promise<Exit> {
    this.record.asked(purpose, true);
    await this.#tree.kill(SIGNAL_LIMIT_MS);
    await this.record.exited;
    return this.record.exit;
  }

  /** Asks it to end, once. */
  async terminate(purpose: ExitPurpose, signal: NodeJS.Signals): Promise<void> {
    this.record.asked(purpose, false);
    this.#ask(signal);
    this.record.write('stopping');
    // A paused one receives the signal only once it goes on.
    await this.#tree.thaw(SIGNAL_LIMIT_MS);
  }

  /** Asks it to end, then kills the rest at the limit. */
  async stop(
    purpose: ExitPurpose,
    request: { readonly signal: NodeJS.Signals; readonly limitMs: number },
  ): Promise<Exit> {
    this.record.asked(purpose, false);
    const endMs = performance.now() + request.limitMs;
    this.#ask(request.signal);
    // A paused one receives the signal only once it goes on.
    await this.#tree.thaw(SIGNAL_LIMIT_MS);
    await Promise.race([this.record.exited, once(AbortSignal.timeout(request.limitMs), 'abort')]);
    // A shell or a package manager may end without passing the signal on: then its children are asked themselves.
    if (!this.record.running && !(await this.#tree.ended(ORPHANS_LOOK_MS))) await this.#tree.signal('SIGTERM');
    if (this.record.running || !(await this.#tree.ended(endMs - performance.now())))
      await this.#tree.kill(SIGNAL_LIMIT_MS);
    await this.record.exited;
    return this.record.exit;
  }

  /** A second signal would end many a program at once, in the middle of its drain. */
  #ask(signal: NodeJS.Signals): void {
    if (this.record.running && !this.#terminated) signalOne(this.#child.pid, signal);
    this.#terminated = true;
  }

  async pause(): Promise<void> {
    await this.#tree.freeze(SIGNAL_LIMIT_MS);
    this.record.write('paused');
  }

  async resume(): Promise<void> {
    await this.#tree.thaw(SIGNAL_LIMIT_MS);
    this.record.write('resumed');
  }

  /** Journals the state that the operating system reports: `T` only if every process of the tree is stopped. */
  async observe(): Promise<void> {
    const living = await this.#tree.living();
    const root = living.find((each) => each.pid === this.#child.pid) ?? living[0];
    const running = living.find((each) => !isStopped(each));
    const seen = root !== undefined && isStopped(root) ? (running ?? root) : root;
    const { incarnation } = this.record;
    const pids = living.map(({ pid }) => pid);
    const component = this.#component;
    this.#context.journal.write({ kind: 'process', component, incarnation, state: seen?.state ?? 'gone', pids });
  }

  #ended({ exitCode, signal }: Pick<Exit, 'exitCode' | 'signal'>, killsBefore: number | null): void {
    const unplanned = this.record.purposeOf(signal) === 'unplanned';
    const killed = unplanned && signal === 'SIGKILL' && killsBefore !== null;
    if (killed && (outOfMemoryKills() ?? 0) > killsBefore) this.record.outOfMemory();
    this.record.ended({ exitCode, signal });
  }
}
