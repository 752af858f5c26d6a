import { setTimeout as delay } from 'node:timers/promises';
import { HarnessError } from '../errors.ts';
import { type EnvironmentTag, lookAtProcesses, type ProcessInfo } from './process-table.ts';

/** The members of a tree: these processes, all their descendants, and all that carry the tags. */
export interface TreeRoots {
  /** To complete "Expected … to end": such as `worker-1`. */
  readonly name: string;
  readonly roots: readonly Pick<ProcessInfo, 'pid' | 'startTime'>[];
  readonly tags: readonly EnvironmentTag[];
  /** Processes never to be counted in. */
  readonly except?: ReadonlySet<number>;
}

/**
 * The processes of one incarnation, or of a whole run.
 *
 * @remarks A process group isn't enough: PostgreSQL's backends have separate sessions, and `npm start` has children.
 * A process that was found once stays a member, so that a child whose parent has died is found again.
 */
export class ProcessTree {
  readonly #of: TreeRoots;
  readonly #known = new Map<number, string>();

  constructor(of: TreeRoots) {
    this.#of = of;
    for (const root of of.roots) this.#known.set(root.pid, root.startTime);
  }

  /** Adds one more process, with all its descendants. */
  add(root: Pick<ProcessInfo, 'pid' | 'startTime'>): void {
    this.#known.set(root.pid, root.startTime);
  }

  /** The processes of the tree that live now; zombies don't. */
  async living(): Promise<readonly ProcessInfo[]> {
    const { table, tagged } = await lookAtProcesses(this.#of.tags);
    const members = membersOf(table, (each) => this.#known.get(each.pid) === each.startTime || tagged.has(each.pid));
    const found = members.filter((each) => this.#of.except?.has(each.pid) !== true);
    for (const each of found) this.#known.set(each.pid, each.startTime);
    return found.filter((each) => !hasEnded(each));
  }

  /** Sends a signal to each living process of the tree, once. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    for (const each of await this.living()) signalOne(each.pid, signal);
  }

  /**
   * Stops every process of the tree; resolves once all of them are seen stopped.
   *
   * @throws HarnessError CHAOS_FAULT_FAILED if one still runs at the limit.
   */
  async freeze(limitMs: number): Promise<void> {
    await this.#until('be stopped', limitMs, (living) => {
      const running = living.filter((each) => !isStopped(each));
      for (const each of running) signalOne(each.pid, 'SIGSTOP');
      return running.length === 0;
    });
  }

  /** Lets every process of the tree go on; resolves once none is seen stopped. */
  async thaw(limitMs: number): Promise<void> {
    await this.#until('go on', limitMs, (living) => {
      const stopped = living.filter((each) => isStopped(each));
      for (const each of stopped) signalOne(each.pid, 'SIGCONT');
      return stopped.length === 0;
    });
  }

  /**
   * SIGKILLs the tree; resolves once no process of it lives.
   *
   * @remarks Stopped first, so that none can fork a child that the next look would no longer find as its descendant.
   * @throws HarnessError CHAOS_FAULT_FAILED if one still lives at the limit.
   */
  async kill(limitMs: number): Promise<void> {
    let frozen = new Set<number>();
    await this.#until('end', limitMs, (living) => {
      const fresh = living.filter((each) => !frozen.has(each.pid));
      for (const each of fresh) signalOne(each.pid, 'SIGSTOP');
      if (fresh.length === 0) for (const each of living) signalOne(each.pid, 'SIGKILL');
      frozen = new Set(living.map((each) => each.pid));
      return living.length === 0;
    });
  }

  /** Waits for the tree to end by itself; false if it lives at the limit. */
  async ended(limitMs: number): Promise<boolean> {
    const startMs = performance.now();
    while ((await this.living()).length > 0) {
      if (performance.now() - startMs >= limitMs) return false;
      await delay(lookAgainMs);
    }
    return true;
  }

  async #until(goal: string, limitMs: number, reached: (living: readonly ProcessInfo[]) => boolean): Promise<void> {
    const startMs = performance.now();
    for (;;) {
      const living = await this.living();
      if (reached(living)) return;
      const tookMs = Math.round(performance.now() - startMs);
      if (tookMs >= limitMs) throw stubborn(this.#of.name, goal, { living, tookMs });
      await delay(1);
    }
  }
}

const lookAgainMs = 5;

/** Whether it was stopped by a signal. */
export function isStopped(process: ProcessInfo): boolean {
  return process.state === 'T' || process.state === 't';
}

function hasEnded(process: ProcessInfo): boolean {
  return process.state === 'Z' || process.state === 'X';
}

/** The processes that `isMember` accepts, and their descendants. */
export function membersOf(
  table: readonly ProcessInfo[],
  isMember: (process: ProcessInfo) => boolean,
): readonly ProcessInfo[] {
  const children = Map.groupBy(table, (each) => each.ppid);
  const members = new Map<number, ProcessInfo>();
  const queue = table.filter((each) => isMember(each));
  for (let each = queue.pop(); each !== undefined; each = queue.pop()) {
    if (members.has(each.pid)) continue;
    members.set(each.pid, each);
    queue.push(...(children.get(each.pid) ?? []));
  }
  return [...members.values()];
}

/** Signals a process that may have ended meanwhile; its id was read too recently to be another's by now. */
export function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function stubborn(
  name: string,
  goal: string,
  seen: { readonly living: readonly ProcessInfo[]; readonly tookMs: number },
): HarnessError {
  const those = seen.living.map((each) => `${each.pid} (${each.state})`).join(', ');
  return new HarnessError(
    'CHAOS_FAULT_FAILED',
    `Expected every process of ${name} to ${goal}, but ${those} did not after ${seen.tookMs} ms. ` +
      'Run the doctor with --sweep.',
  );
}
