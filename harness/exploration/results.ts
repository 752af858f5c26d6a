import type { PointResult } from '../model/exploration.ts';
import { lateResult } from './among-others.ts';
import type { PointResults } from './point-results.ts';
import { MOST_TRIES } from './strike/plan-fronts.ts';
import type { PointTask } from './strike/point-task.ts';

/** The knowledge of an explorer after its last strike. */
export interface ExploredSoFar {
  readonly results: Pick<PointResults, 'made' | 'late' | 'triesOf'>;
  readonly outOfTime: boolean;
}

/** How an exploration ended. */
export interface ExplorationEnd {
  readonly interrupted: boolean;
  readonly reproduce: (task: PointTask) => string;
}

/**
 * The results of an exploration: one for each task, explored or not, then those of the second crashes that were struck.
 *
 * @remarks No strike is left out: a workflow that recovered late in a front and was not reached again is `unproved`,
 * and its sentence says so.
 */
export function resultsOf(
  tasks: readonly PointTask[],
  explorer: ExploredSoFar,
  end: ExplorationEnd,
): readonly PointResult[] {
  const known = new Map([
    ...[...explorer.results.late].map(([task, { result }]) => [task, lateResult(result)] as const),
    ...[...explorer.results.made].map(([task, { result }]) => [task, result] as const),
  ]);
  const first = tasks.map((task) => known.get(task) ?? missingResult(task, explorer, end));
  return [...first, ...[...known.values()].filter(({ second }) => second !== null)];
}

/** The sentence for a task without a result, with the reason. */
function missingResult(
  task: PointTask,
  { outOfTime, results }: ExploredSoFar,
  { interrupted, reproduce }: ExplorationEnd,
): PointResult {
  const tries = results.triesOf(task);
  const isMissed = tries >= MOST_TRIES;
  // Without enough tries it is the harness that failed first.
  const state = interrupted ? 'interrupted' : outOfTime ? 'time-limit' : isMissed ? 'unreachable' : 'interrupted';
  const sentences = {
    interrupted: 'The exploration ended before its turn came.',
    'time-limit': 'The time limit came before its turn.',
    unreachable: `The workflow never reached it in ${tries} tries, the last ones alone.`,
  } as const;
  return {
    point: task.point.id,
    second: task.second?.point.id ?? null,
    action: task.action.name,
    state,
    harms: [],
    sentence: sentences[state],
    source: null,
    reproduce: reproduce(task),
    workflowId: null,
    front: null,
    tries,
    heldMs: null,
    findings: [],
    evidence: null,
  };
}
