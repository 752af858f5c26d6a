import type { PointResult } from '../model/exploration.ts';
import { amongOthers, isLateAmongOthers, isOpenAmongOthers } from './among-others.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import type { FaultedWorkflow, PointTask, StruckWorkflow, TriesOf } from './strike/point-task.ts';

/**
 * The knowledge of an exploration about its points: the final result of each, and the tasks still to be struck again.
 */
export class PointResults {
  readonly #made = new Map<PointTask, JudgedStrike>();
  readonly #late = new Map<PointTask, JudgedStrike>();
  readonly #tries = new Map<PointTask, number>();
  readonly #lateAmong = new Map<PointTask, number[]>();
  readonly #elsewhere: JudgedStrike[];

  /** @param elsewhere - where harm beside the points is gathered */
  constructor(elsewhere: JudgedStrike[] = []) {
    this.#elsewhere = elsewhere;
  }

  /** Results of an audit: separate, except for harm beside the points. */
  forAudit(): PointResults {
    return new PointResults(this.#elsewhere);
  }

  /** By task; the last word on each. */
  get made(): ReadonlyMap<PointTask, JudgedStrike> {
    return this.#made;
  }

  /** The tasks that were only late in a front and were not reached since, with their last result. */
  get late(): ReadonlyMap<PointTask, JudgedStrike> {
    return this.#late;
  }

  /** By task, among how many workflows it was late, itself included: one number for each time. */
  get lateAmong(): ReadonlyMap<PointTask, readonly number[]> {
    return this.#lateAmong;
  }

  /** Strikes that missed their point and did harm nevertheless. */
  get elsewhere(): readonly JudgedStrike[] {
    return this.#elsewhere;
  }

  /** Those that had not ended when their limit came, though many were about. */
  get unended(): readonly JudgedStrike[] {
    return [...this.#made.values(), ...this.#elsewhere].filter(({ one }) => isOpenAmongOthers(one));
  }

  readonly triesOf: TriesOf = (task) => this.#tries.get(task) ?? 0;

  /** How many results there are in a state. */
  count(state: PointResult['state']): number {
    return [...this.#made.values()].filter(({ result }) => result.state === state).length;
  }

  /** Counts a try of a task. */
  tried(struck: StruckWorkflow): FaultedWorkflow {
    const tries = this.triesOf(struck.task) + 1;
    this.#tries.set(struck.task, tries);
    return { ...struck, tries };
  }

  /** Takes the result of a strike. @returns whether the result is final for its task, as far as is known */
  take(judged: JudgedStrike): boolean {
    const { task, arrival } = judged.one;
    // A late one runs again among fewer.
    if (isLateAmongOthers(judged.one, judged.result)) {
      if (arrival !== null) this.#isLate(judged);
      return false;
    }
    // A task that was missed this time still counts as late.
    if (arrival === null) {
      if (judged.result.state === 'invalid') this.#elsewhere.push(judged);
      return false;
    }
    this.#late.delete(task);
    this.#made.set(task, judged);
    return true;
  }

  /**
   * Takes in one of the {@link unended} that has ended since. If it stood at its point and was not harmed, it was only
   * slow, and is late; else what came of it in the end is what counts.
   */
  endedSince(judged: JudgedStrike): void {
    const { task, arrival, job } = judged.one;
    const at = this.#elsewhere.findIndex(({ one }) => one.job.workflowId === job.workflowId);
    if (at !== -1) this.#elsewhere.splice(at, 1);
    if (arrival === null) this.take(judged);
    else if (judged.result.state === 'invalid' && !isLateAmongOthers(judged.one, judged.result))
      this.correct(task, judged);
    else if (this.#made.delete(task)) this.#isLate(judged);
  }

  /** Takes in that the exploration broke off: the {@link unended} prove nothing at their points. */
  brokeOff(): void {
    for (const [task, judged] of this.#made) {
      const { one, result } = judged;
      this.#made.set(task, { ...judged, result: amongOthers(one, result, true) });
    }
  }

  #isLate(judged: JudgedStrike): void {
    const { task, crowd } = judged.one;
    this.#late.set(task, judged);
    this.#lateAmong.set(task, [...(this.#lateAmong.get(task) ?? []), crowd]);
  }

  /** Takes another result of a task for its last. */
  correct(task: PointTask, judged: JudgedStrike): void {
    this.#made.set(task, judged);
  }
}
