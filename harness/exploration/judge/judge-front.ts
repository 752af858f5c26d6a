import type { ReferenceOutcome } from '../../checks/comparison/outcome.ts';
import type { PointResult } from '../../model/exploration.ts';
import type { RecordedStrike } from '../../model/recorded-strike.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { FaultedWorkflow, PointTask } from '../strike/point-task.ts';
import { digestOfOwn, type ExplorationBooks, readBooks } from './books.ts';
import { type JudgedPoint, judgePoint } from './judge-point.ts';
import type { JudgingContext } from './point-evidence.ts';
import { recordedStrike } from './record-strike.ts';
import { tellingParts } from './telling-parts.ts';

/** The means to judge while the system is up. */
export type LiveJudging = JudgingContext & ExplorationContext;

/** The means to make results. */
export interface ResultFactory {
  readonly context: LiveJudging;
  /** The outcomes of the references of each case. */
  readonly outcomes: ReadonlyMap<string, readonly ReferenceOutcome[]>;
  /** `file:line` of a step; null if it isn't found. */
  readonly sourceOf: (step: string) => string | null;
  readonly reproduce: (task: PointTask) => string;
  /** Writes down what a strike can be judged by again, without the system. */
  readonly record: (strike: RecordedStrike) => Promise<void>;
  /** Writes down the evidence of a point for people and gives its folder. */
  readonly keep: (one: FaultedWorkflow, judged: JudgedPoint) => Promise<string>;
}

/** A result with what it was made of, to be held against the books once more at the end. */
export interface JudgedStrike {
  readonly one: FaultedWorkflow;
  readonly result: PointResult;
  /** The digest of all that the books of the services had of the workflow. */
  readonly digest: string;
}

/** Reads the books of workflows that were struck together and judges each of them. */
export async function judgeStruck(
  making: ResultFactory,
  struck: readonly FaultedWorkflow[],
): Promise<readonly JudgedStrike[]> {
  const books = await readBooks(
    making.context,
    struck.map(({ job }) => job.workflowId),
  );
  return await Promise.all(struck.map((one) => makeResult(making, one, books)));
}

/**
 * Judges those again that had not ended when their limit came, and have ended since: among others, or on a busy
 * machine, they may only have been slow.
 */
export async function judgeEndedSince(
  making: ResultFactory,
  unended: readonly JudgedStrike[],
): Promise<readonly JudgedStrike[]> {
  const { workflows } = making.context.probes;
  const states = await Promise.all(unended.map(({ one }) => workflows.state(one.job.workflowId)));
  const ended = unended.filter((_, index) => states[index]?.running === false);
  return await judgeStruck(
    making,
    ended.map(({ one }) => ({ ...one, ended: true })),
  );
}

/** Judges one struck workflow by books that were read before. */
export async function makeResult(
  making: ResultFactory,
  one: FaultedWorkflow,
  books: ExplorationBooks,
): Promise<JudgedStrike> {
  const { point, action, known, second } = one.task;
  const references = making.outcomes.get(known.name) ?? [];
  const judged = judgePoint(making.context, one, { books, references });
  const { state } = judged;
  // A missed point is tried again, and leaves no evidence to keep.
  const isTelling = state === 'invalid' || (state === 'unproved' && one.arrival !== null);
  const evidence = isTelling ? await making.keep(one, judged) : null;
  if (isTelling || state === 'valid') await making.record(recordedStrike(one, books));
  const result: PointResult = {
    point: point.id,
    second: second?.point.id ?? null,
    action: action.name,
    ...tellingParts(one.task, judged),
    source: state === 'valid' ? null : making.sourceOf(point.step),
    reproduce: making.reproduce(one.task),
    workflowId: one.job.workflowId,
    front: one.front,
    tries: one.tries,
    heldMs: one.arrival === null ? null : Math.max(0, one.strikeMs - one.arrival.heldMs),
    evidence,
  };
  return { one, result, digest: digestOfOwn(books, one.job) };
}
