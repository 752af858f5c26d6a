import type { Exploration } from '../model/exploration.ts';
import type { ExplorationListener } from './exploration-listener.ts';
import { type JudgedStrike, judgeEndedSince, judgeStruck, type ResultFactory } from './judge/judge-front.ts';
import { PointResults } from './point-results.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';
import type { WorkerShifts } from './steer/worker-shifts.ts';
import { longestHoldMs, runFront } from './strike/front.ts';
import { adaptedSize, isFew, MOST_TRIES, nextFront, nextLate, slowdownOf, TRIES } from './strike/plan-fronts.ts';
import { type FaultedWorkflow, type PointTask, type StruckWorkflow, strikeKey } from './strike/point-task.ts';
import { strikeIndividually } from './strike/strike-individually.ts';

/** How an explorer works. */
export interface PointRunnerOptions {
  /** What the strikes run in. Its signal ends them at once; that of the judging leaves time to judge what was struck. */
  readonly context: ExplorationContext;
  readonly making: ResultFactory;
  readonly shifts: WorkerShifts;
  /** How many workflows a front holds at most. */
  readonly front: number;
  /** When no further front is begun, on the journal's clock; null: never. */
  readonly endMs: number | null;
  readonly listener: ExplorationListener;
}

/** How much slower than alone a workflow is taken to be until a front has shown it. */
const FIRST_SLOWDOWN = 1.5;

/** Carries out actions at points, front by front, judges what came of them, and tries again what was missed. */
export class PointRunner {
  readonly results = new PointResults();
  readonly #fronts: Exploration['fronts'] = [];
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

  /** Explores all tasks, or those that come before the time limit or the interruption. */
  async explore(tasks: readonly PointTask[]): Promise<void> {
    for (const ours of Map.groupBy(tasks, strikeKey).values()) {
      const [{ action }] = ours as [PointTask];
      if (action.scope === 'call') await this.#exploreEach(ours);
      else await this.#exploreFronts(ours, action.scope === 'single-workflow' ? 1 : this.#options.front);
    }
    await this.exploreLate();
  }

  /** Strikes at one point once more, by itself, for an audit, which decides what to make of it. Null if it was missed. */
  async exploreAlone(task: PointTask): Promise<JudgedStrike | null> {
    const results = this.results.forAudit();
    await this.#front([task], results);
    await this.#judging;
    return results.made.get(task) ?? null;
  }

  /** Strikes some tasks together, as one front, once; gives those whose point was reached. */
  async exploreTogether(tasks: readonly PointTask[]): Promise<ReadonlySet<PointTask>> {
    return await this.#front(tasks);
  }

  /** How many workflows a front holds at most. */
  get frontSize(): number {
    return this.#options.front;
  }

  /** Whether there is no time for another front. */
  get outOfTime(): boolean {
    const { endMs, context } = this.#options;
    return endMs !== null && context.journal.nowMs() >= endMs;
  }

  /** Runs those again that were late in a front, and nothing else: a few at a time, then alone. */
  async exploreLate(): Promise<void> {
    await this.judgeEndedSince();
    const next = async (): Promise<readonly PointTask[]> => {
      await this.#judging;
      return this.outOfTime ? [] : nextLate(this.results.late, this.#options.front, this.results.triesOf);
    };
    for (let front = await next(); front.length > 0; front = await next()) {
      this.#options.listener.note(`late in a front, run again: ${front.map(({ point }) => point.id).join(', ')}`);
      await this.#front(front);
    }
  }

  /** Judges those again that had not ended when their limit came, and have ended since. */
  async judgeEndedSince(): Promise<void> {
    await this.#judging;
    const again = await judgeEndedSince(this.#options.making, this.results.unended);
    for (const judged of again) this.results.endedSince(judged);
  }

  /** Judges what was struck before the exploration broke off. */
  async judgeBrokenOff(): Promise<void> {
    try {
      await this.judgeEndedSince();
    } finally {
      this.results.brokeOff();
    }
  }

  async #exploreFronts(tasks: readonly PointTask[], most: number): Promise<void> {
    let waiting = tasks;
    let size = most;
    while (waiting.length > 0 && !this.outOfTime) {
      const { tasks: front, rest } = nextFront(waiting, size, this.results.triesOf);
      this.#options.listener.advanced({ fronts: this.#fronts.length + 1 + Math.ceil(rest.length / size) });
      const reached = await this.#front(front);
      size = adaptedSize(size, { points: front.length, reached: reached.size }, most);
      waiting = [...rest, ...front.filter((task) => !reached.has(task) && this.results.triesOf(task) < MOST_TRIES)];
    }
  }

  /** Missed, and not often enough yet. */
  #isMissed(task: PointTask): boolean {
    return !this.results.made.has(task) && this.results.triesOf(task) < MOST_TRIES;
  }

  /**
   * Runs one front; gives those whose point was reached.
   *
   * @param results - an audit's own: it strikes alone, and is no front
   */
  async #front(tasks: readonly PointTask[], results = this.results): Promise<ReadonlySet<PointTask>> {
    const { context, shifts, listener } = this.#options;
    const [first] = tasks;
    if (first === undefined) return new Set();
    const number = results === this.results ? this.#fronts.length + 1 : null;
    // The successor stands by before any call is held: no hold waits for a process to start.
    if (first.action.fault !== null) await shifts.ready();
    if (number !== null) listener.advanced({ front: number, doing: first.action.name });
    this.#strikes += 1;
    const faultId = `${first.action.name}-${this.#strikes}`;
    const fromMs = context.journal.nowMs();
    const slowdown = tasks.length === 1 ? 1 : isFew(tasks) ? FIRST_SLOWDOWN : this.#slowdown;
    const front = { number, faultId, action: first.action, tasks, shifts, slowdown };
    const struck = (await runFront(context, front)).map((one) => results.tried(one));
    const reached = struck.filter(({ arrival }) => arrival !== null);
    if (!isFew(tasks)) this.#slowdown = slowdownOf(reached) ?? this.#slowdown;
    if (number !== null) {
      const tookMs = Math.round(context.journal.nowMs() - fromMs);
      const held = Math.round(longestHoldMs(struck));
      this.#fronts.push({ front: number, points: tasks.length, reached: reached.length, tookMs, longestHoldMs: held });
    }
    this.#judgeLater(struck, results);
    await shifts.ready();
    return new Set(reached.map(({ task }) => task));
  }

  async #exploreEach(tasks: readonly PointTask[]): Promise<void> {
    let waiting = tasks;
    while (waiting.length > 0 && !this.outOfTime) {
      // Missed too often among others it is tried alone.
      const together = waiting.filter((task) => this.results.triesOf(task) < TRIES.inFronts);
      const alone = waiting.filter((task) => this.results.triesOf(task) >= TRIES.inFronts);
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
      gathered.push(this.results.tried(struck));
      if (gathered.length >= this.#options.front) this.#judgeLater(gathered.splice(0));
    };
    await strikeIndividually(this.#options.context, {
      tasks,
      atOnce,
      faultId,
      done,
      over: () => this.outOfTime,
    });
    this.#judgeLater(gathered);
  }

  /** Beside the next front: judging needs the books and a processor, not the workers. */
  #judgeLater(struck: readonly FaultedWorkflow[], results = this.results): void {
    const { making, listener } = this.#options;
    const judged = this.#judging.then(async () => {
      for (const made of await judgeStruck(making, struck)) {
        if (results.take(made) && made.result.state === 'invalid') listener.failed(made.result);
      }
      for (const { job } of struck) making.context.interceptor.forget(job.workflowId);
      // An audit counts for itself.
      if (results !== this.results) return;
      listener.advanced({
        done: results.made.size,
        failing: results.count('invalid'),
        open: results.count('unproved'),
      });
    });
    this.#judging = judged;
    // The caller that awaits the judging gets its failure.
    judged.catch(() => undefined);
  }
}
