import type { Exploration, PointResult } from '../model/exploration.ts';
import type { ExplorationListener } from './exploration-listener.ts';
import { type JudgedStrike, judgeStruck, type ResultFactory } from './judge/judge-front.ts';
import { isOnlyLate } from './judge/judge-point.ts';
import type { WorkerShift } from './steer/worker-shift.ts';
import { longestHoldMs, runFront } from './strike/front.ts';
import { adaptedSize, isFew, MOST_TRIES, nextFront, nextLate, slowdownOf, TRIES } from './strike/plan-fronts.ts';
import type { FaultedWorkflow, PointTask, StruckWorkflow, TriesOf } from './strike/point-task.ts';
import { strikeIndividually } from './strike/strike-individually.ts';

/** How an explorer works. */
export interface PointRunnerOptions {
  readonly making: ResultFactory;
  readonly shift: WorkerShift;
  /** How many workflows a front holds at most. */
  readonly front: number;
  /** When no further front is begun, on the journal's clock; null: never. */
  readonly endMs: number | null;
  readonly listener: ExplorationListener;
}

type Results = Map<PointTask, JudgedStrike>;

/** How much slower than alone a workflow is taken to be until a front has shown it. */
const FIRST_SLOWDOWN = 1.5;

/** Carries out actions at points, front by front, judges what came of them, and tries again what was missed. */
export class PointRunner {
  readonly #fronts: Exploration['fronts'] = [];
  readonly #made: Results = new Map();
  readonly #elsewhere: JudgedStrike[] = [];
  readonly #late: Results = new Map();
  readonly #tries = new Map<PointTask, number>();
  readonly #options: PointRunnerOptions;
  #slowdown = FIRST_SLOWDOWN;
  #strikes = 0;
  #judging: Promise<void> = Promise.resolve();

  constructor(options: PointRunnerOptions) {
    this.#options = options;
  }

  get fronts(): Readonly<Exploration['fronts']> {
    return this.#fronts;
  }

  /** By task; the last word on each. */
  get made(): ReadonlyMap<PointTask, JudgedStrike> {
    return this.#made;
  }

  /** What was struck beside its point and did harm all the same. */
  get elsewhere(): readonly JudgedStrike[] {
    return this.#elsewhere;
  }

  /** Those that were late in a front, and nothing else, and were not come to since; as they were the last time. */
  get late(): ReadonlyMap<PointTask, JudgedStrike> {
    return this.#late;
  }

  readonly triesOf: TriesOf = (task) => this.#tries.get(task) ?? 0;

  /** Explores all tasks, or those that come before the time limit or the interruption. */
  async explore(tasks: readonly PointTask[]): Promise<void> {
    const byAction = Map.groupBy(tasks, ({ action }) => action);
    for (const [action, ours] of byAction) {
      if (action.scope === 'call') await this.#exploreEach(ours);
      else await this.#exploreFronts(ours, action.scope === 'single-workflow' ? 1 : this.#options.front);
    }
    await this.exploreLate();
  }

  /** Strikes at one point once more, by itself, for an audit: what is known of it stays as it is. Null where it was missed. */
  async exploreAlone(task: PointTask): Promise<PointResult | null> {
    const again: PointTask = { ...task };
    const results: Results = new Map();
    await this.#front([again], results);
    await this.#judging;
    return results.get(again)?.result ?? null;
  }

  /** Strikes some tasks together, as one front, once; gives those whose point was reached. */
  async exploreTogether(tasks: readonly PointTask[]): Promise<ReadonlySet<PointTask>> {
    return await this.#front(tasks);
  }

  /** Takes another result of a task for its last. */
  correct(task: PointTask, judged: JudgedStrike): void {
    this.#made.set(task, judged);
  }

  /** Resolves once everything that was struck is judged. */
  async judged(): Promise<void> {
    await this.#judging;
  }

  /** How many workflows a front holds at most. */
  get frontSize(): number {
    return this.#options.front;
  }

  /** Whether there is no time for another front. */
  get outOfTime(): boolean {
    const { endMs, making } = this.#options;
    return endMs !== null && making.context.journal.nowMs() >= endMs;
  }

  /** Runs those again that were late in a front, and nothing else: a few at a time, then alone. */
  async exploreLate(): Promise<void> {
    const next = async (): Promise<readonly PointTask[]> => {
      await this.#judging;
      return this.outOfTime ? [] : nextLate(this.#late, this.#options.front, this.triesOf);
    };
    for (let front = await next(); front.length > 0; front = await next()) {
      this.#options.listener.note(`late in a front, run again: ${front.map(({ point }) => point.id).join(', ')}`);
      await this.#front(front);
    }
  }

  async #exploreFronts(tasks: readonly PointTask[], most: number): Promise<void> {
    let waiting = tasks;
    let size = most;
    while (waiting.length > 0 && !this.outOfTime) {
      const { tasks: front, rest } = nextFront(waiting, size, this.triesOf);
      this.#options.listener.advanced({ fronts: this.#fronts.length + 1 + Math.ceil(rest.length / size) });
      const reached = await this.#front(front);
      size = adaptedSize(size, { points: front.length, reached: reached.size }, most);
      waiting = [...rest, ...front.filter((task) => !reached.has(task) && this.triesOf(task) < MOST_TRIES)];
    }
  }

  /** Missed, and not often enough yet. */
  #isMissed(task: PointTask): boolean {
    return !this.#made.has(task) && this.triesOf(task) < MOST_TRIES;
  }

  /**
   * Runs one front; gives those whose point was reached.
   *
   * @param results - an audit's own: it strikes alone, and is no front
   */
  async #front(tasks: readonly PointTask[], results = this.#made): Promise<ReadonlySet<PointTask>> {
    const { making, shift, listener } = this.#options;
    const { context } = making;
    const [first] = tasks;
    if (first === undefined) return new Set();
    const number = results === this.#made ? this.#fronts.length + 1 : null;
    // Whoever is to take over stands by before anything is held: no hold waits for a process to start.
    if (first.action.fault !== null) await shift.ready();
    if (number !== null) listener.advanced({ front: number, doing: first.action.name });
    this.#strikes += 1;
    const faultId = `${first.action.name}-${this.#strikes}`;
    const fromMs = context.journal.nowMs();
    const slowdown = tasks.length === 1 ? 1 : isFew(tasks) ? FIRST_SLOWDOWN : this.#slowdown;
    const front = { number, faultId, action: first.action, tasks, shift, slowdown };
    const struck = (await runFront(context, front)).map((one) => this.#counted(one));
    const reached = struck.filter(({ arrival }) => arrival !== null);
    if (!isFew(tasks)) this.#slowdown = slowdownOf(reached) ?? this.#slowdown;
    if (number !== null) {
      const tookMs = Math.round(context.journal.nowMs() - fromMs);
      const held = Math.round(longestHoldMs(struck));
      this.#fronts.push({ front: number, points: tasks.length, reached: reached.length, tookMs, longestHoldMs: held });
    }
    this.#judgeLater(struck, results);
    await shift.ready();
    return new Set(reached.map(({ task }) => task));
  }

  async #exploreEach(tasks: readonly PointTask[]): Promise<void> {
    let waiting = tasks;
    while (waiting.length > 0 && !this.outOfTime) {
      // Missed too often among others it is tried alone.
      const together = waiting.filter((task) => this.triesOf(task) < TRIES.inFronts);
      const alone = waiting.filter((task) => this.triesOf(task) >= TRIES.inFronts);
      await this.#each(together, this.#options.front);
      await this.#each(alone, 1);
      await this.#judging;
      waiting = waiting.filter((task) => this.#isMissed(task));
    }
  }

  async #each(tasks: readonly PointTask[], atOnce: number): Promise<void> {
    const [first] = tasks;
    if (first === undefined) return;
    this.#strikes += 1;
    const faultId = `${first.action.name}-${this.#strikes}`;
    const gathered: FaultedWorkflow[] = [];
    const done = (struck: StruckWorkflow): void => {
      gathered.push(this.#counted(struck));
      if (gathered.length >= this.#options.front) this.#judgeLater(gathered.splice(0));
    };
    await strikeIndividually(this.#options.making.context, {
      tasks,
      atOnce,
      faultId,
      done,
      over: () => this.outOfTime,
    });
    this.#judgeLater(gathered);
  }

  #counted(struck: StruckWorkflow): FaultedWorkflow {
    const tries = this.triesOf(struck.task) + 1;
    this.#tries.set(struck.task, tries);
    return { ...struck, tries };
  }

  /** Beside the next front: judging needs the books and a processor, not the workers. */
  #judgeLater(struck: readonly FaultedWorkflow[], results = this.#made): void {
    const { making, listener } = this.#options;
    const judged = this.#judging.then(async () => {
      for (const judged of await judgeStruck(making, struck)) this.#take(judged, results);
      for (const { job } of struck) making.context.interceptor.forget(job.workflowId);
      // An audit counts for itself.
      if (results !== this.#made) return;
      const states = [...results.values()].map(({ result }) => result.state);
      const counted = (state: PointResult['state']): number => states.filter((one) => one === state).length;
      listener.advanced({ done: states.length, failing: counted('invalid'), open: counted('unproved') });
    });
    this.#judging = judged;
    // Whoever waits for the judging hears of a failure.
    judged.catch(() => undefined);
  }

  #take(judged: JudgedStrike, results: Results): void {
    const { task, arrival, ended, crowd } = judged.one;
    // Of a crowd the bound of one says nothing: whoever was late in it is run again among fewer.
    if (crowd > 1 && ended && isOnlyLate(judged.result.findings)) {
      if (arrival !== null) this.#late.set(task, judged);
      return;
    }
    // Who was missed this time is late still.
    if (arrival !== null) this.#late.delete(task);
    if (arrival !== null) results.set(task, judged);
    if (judged.result.state !== 'invalid') return;
    if (arrival === null) this.#elsewhere.push(judged);
    else this.#options.listener.failed(judged.result);
  }
}
