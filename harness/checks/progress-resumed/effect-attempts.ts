import { count } from '../../model/count.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import { entriesOf } from '../../model/journal.ts';
import { isAnswer } from '../evidence/hand-outs.ts';
import { covers, isBeyond, type Progress } from './covered-progress.ts';

type ExpectedProgress = Expectation['progress'][number];

/** The rule by which heartbeat details name the progress of a workflow's activity. */
export interface ProgressRule extends ExpectedProgress {
  readonly workflowId: string;
}

/** The name of the progress in the heartbeat details that a rule reads. */
export function nameOfProgress({ details }: Pick<ProgressRule, 'details'>): string {
  return details === '' ? 'progress' : details;
}

/** An attempt, with the progress that the server gave to it. */
export interface ResumedAttempt {
  readonly rule: ProgressRule;
  readonly workflowId: string;
  readonly activityId: string;
  readonly attempt: number;
  /** The progress that it was given; null if none was. */
  readonly covered: Progress | null;
}

/**
 * Why the attempt that requests name as their own can't be believed; null if it can.
 *
 * @remarks A completed attempt that had work left must have asked for some of it in its own name. Work that a heartbeat
 * covers was asked for before the next attempt began. Such a request after that attempt's first one is therefore a
 * repetition, for every attempt that it may name. Rarely it was only delayed on its way: hence a doubt, no violation.
 * An earlier attempt that still lives may ask for work that is not covered.
 */
export function selfToldDoubt(
  evidence: Evidence,
  lines: readonly LedgerLine[],
  attempts: readonly ResumedAttempt[],
): string | null {
  const later = attempts.filter((one) => one.attempt > 1 && one.covered !== null);
  const mute = later.filter((one) => isLeft(evidence, one) && isCompleted(evidence, one) && !lines.some(isBy(one)));
  if (mute.length > 0) return `${count(mute.length, 'attempt')} completed its work without a request in its own name.`;
  const repeated = later.filter((one) => isRepeatedByAnother(lines, one)).length;
  return repeated === 0 ? null : `Of ${count(repeated, 'attempt')} covered work was asked for again in another's name.`;
}

/** Whether the job expects effects that the given progress doesn't cover. */
function isLeft({ plan }: Evidence, { rule, covered }: ResumedAttempt): boolean {
  const job = plan.workload.find((one) => one.workflowId === rule.workflowId);
  return (job?.expect.effects ?? []).some(
    ({ kind, subject }) => kind === rule.effect && isBeyond(covered, subject[rule.field]),
  );
}

function isCompleted({ journal }: Evidence, { workflowId, activityId, attempt }: ResumedAttempt): boolean {
  return entriesOf(journal, 'call').some(
    (call) =>
      call.method.startsWith('RespondActivityTaskCompleted') &&
      isAnswer(call) &&
      call.workflowId === workflowId &&
      call.activityId === activityId &&
      call.attempt === attempt,
  );
}

function isRepeatedByAnother(lines: readonly LedgerLine[], one: ResumedAttempt): boolean {
  const mine = lines.filter(
    ({ kind, activity }) =>
      kind === one.rule.effect && activity?.workflowId === one.workflowId && activity.activityId === one.activityId,
  );
  const first = mine.find((line) => (line.activity?.attempt ?? 0) >= one.attempt)?.sequence;
  if (first === undefined) return false;
  return mine.some(
    (line) =>
      line.sequence > first &&
      (line.activity?.attempt ?? one.attempt) < one.attempt &&
      covers(one.covered ?? 0, line.subject[one.rule.field]),
  );
}

function isBy({ rule, workflowId, activityId, attempt }: ResumedAttempt): (line: LedgerLine) => boolean {
  return ({ kind, activity }) =>
    kind === rule.effect &&
    activity?.workflowId === workflowId &&
    activity.activityId === activityId &&
    activity.attempt === attempt;
}
