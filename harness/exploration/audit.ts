import type { Exploration } from '../model/exploration.ts';
import { seededRandom } from '../model/random.ts';
import type { ExplorationListener } from './exploration-listener.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import type { PointRunner } from './point-runner.ts';
import { TRIES } from './strike/plan-fronts.ts';
import type { PointTask } from './strike/point-task.ts';

/** The points that are run again alone. */
export interface AuditRequest {
  /** Share of the proved results, from 0 to 1. */
  readonly audit: number;
  readonly seed: number;
  readonly listener: Pick<ExplorationListener, 'advanced'>;
}

/**
 * Runs a share of the points again alone, one workflow and one strike each: front and single results must agree.
 *
 * @remarks Findings are kept as the audit goes on, so an early end loses none of them. Harm that was done alone is the
 * last word on its point: a crowd in which it did not show does not make it right.
 */
export class Audit {
  readonly #explorer: Pick<PointRunner, 'results' | 'outOfTime' | 'exploreAlone'>;
  readonly #request: AuditRequest;
  #found: Exploration['audit'] = { candidates: 0, chosen: 0, audited: 0, disagreements: [] };

  constructor(explorer: Pick<PointRunner, 'results' | 'outOfTime' | 'exploreAlone'>, request: AuditRequest) {
    this.#explorer = explorer;
    this.#request = request;
  }

  /** The findings so far. */
  get found(): Exploration['audit'] {
    return this.#found;
  }

  /** Audits what was explored of some tasks, as far as the time goes. */
  async run(tasks: readonly PointTask[]): Promise<void> {
    const { audit, seed, listener } = this.#request;
    const explorer = this.#explorer;
    // An action on a single workflow has already struck it alone.
    const candidates = tasks.filter(
      (task) => task.action.scope === 'group' && isProved(explorer.results.made.get(task)),
    );
    const chosen = shuffled(candidates, seededRandom(seed)).slice(0, Math.ceil(candidates.length * audit));
    this.#found = { ...this.#found, candidates: candidates.length, chosen: chosen.length };
    for (const task of chosen) {
      if (explorer.outOfTime) break;
      await this.#again(task);
      const { audited, disagreements } = this.#found;
      listener.advanced({ done: audited, total: chosen.length, failing: disagreements.length });
    }
  }

  async #again(task: PointTask): Promise<void> {
    const front = this.#explorer.results.made.get(task)?.result.state ?? 'unreachable';
    const single = await this.#alone(task);
    // Time ran out before it reached its point: that proves nothing.
    if (single === null && this.#explorer.outOfTime) return;
    if (single?.result.state === 'invalid') this.#explorer.results.correct(task, single);
    const alone = single?.result.state ?? 'unreachable';
    const { audited, disagreements } = this.#found;
    const disagreement = { point: task.point.id, action: task.action.name, front, alone };
    this.#found = {
      ...this.#found,
      audited: audited + 1,
      disagreements: alone === front ? disagreements : [...disagreements, disagreement],
    };
  }

  /** A point that was missed is tried as often as one that is explored alone. */
  async #alone(task: PointTask): Promise<JudgedStrike | null> {
    for (let round = 1; round <= TRIES.alone; round += 1) {
      const result = await this.#explorer.exploreAlone(task);
      if (result !== null || this.#explorer.outOfTime) return result;
    }
    return null;
  }
}

function isProved(made: JudgedStrike | undefined): boolean {
  return made?.result.state === 'valid' || made?.result.state === 'invalid';
}

function shuffled<T>(items: readonly T[], random: ReturnType<typeof seededRandom>): T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
