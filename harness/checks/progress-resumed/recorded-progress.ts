import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { type Call, handOuts, isAnswer, isProgress } from '../evidence/hand-outs.ts';
import { progressIn } from './covered-progress.ts';
import { nameOfProgress, type ProgressRule } from './effect-attempts.ts';

/** What the journal has of progress that the plan expects to be recorded. */
export interface RecordedProgress {
  readonly violations: readonly ToldViolation[];
  /** Why it can't be told, as a sentence; null if it can. */
  readonly doubt: string | null;
}

/**
 * Whether activities with a rule for their progress recorded any.
 *
 * @remarks Expected of a type of activity of which one completed with several effects to ask for: its first heartbeat is
 * sent at once, and comes before the last effect. One recording by any of them is enough, because the SDK may throttle
 * the others away.
 */
export function recordedProgress(evidence: Evidence, rules: readonly ProgressRule[]): RecordedProgress {
  const types = Map.groupBy(rules, ({ activityType, details }) => JSON.stringify([activityType, details]));
  const told = [...types.values()].map((ofType) => ofOneType(evidence, ofType));
  return {
    violations: told.flatMap(({ violations }) => violations),
    doubt: told.find(({ doubt }) => doubt !== null)?.doubt ?? null,
  };
}

function ofOneType(evidence: Evidence, rules: readonly ProgressRule[]): RecordedProgress {
  const [rule] = rules;
  const due = rules.filter((one) => isDue(evidence, one));
  const heartbeats = entriesOf(evidence.journal, 'call').filter((call) => isHeartbeatOf(call, rules));
  const isTold = (details: Call['heartbeatDetails']): boolean => progressIn(details, rule?.details ?? '') !== null;
  const fine = { violations: [], doubt: null };
  if (rule === undefined || due.length === 0) return fine;
  if (heartbeats.some(({ heartbeatDetails }) => isTold(heartbeatDetails))) return fine;
  const { activityType } = rule;
  if (handOuts(evidence.journal).some((one) => one.activityType === activityType && isTold(one.details))) {
    return {
      ...fine,
      doubt: `The journal has no heartbeat with the ${nameOfProgress(rule)} that attempts of ${activityType} were given.`,
    };
  }
  if (heartbeats.some(({ heartbeatDetails }) => heartbeatDetails === undefined)) {
    return { ...fine, doubt: `The details of heartbeats of ${activityType} can't be read.` };
  }
  return { ...fine, violations: [violationOf(rule, due, heartbeats)] };
}

function violationOf(rule: ProgressRule, due: readonly ProgressRule[], heartbeats: readonly Call[]): ToldViolation {
  const { activityType, effect } = rule;
  const sent =
    heartbeats.length === 0 ? 'no heartbeat was recorded' : `${count(heartbeats.length, 'heartbeat')} without it`;
  return {
    violation: 'progress-not-recorded',
    workflowId: due[0]?.workflowId ?? rule.workflowId,
    activityType,
    step: activityType,
    detail: `${activityType} completed in ${count(due.length, 'workflow')} with several "${effect}" to ask for; ${sent}.`,
    expected: nameOfProgress(rule),
    actual: heartbeats.at(-1)?.heartbeatDetails ?? null,
  };
}

/** Whether the activity completed in that workflow, with at least two effects to ask for. */
function isDue({ plan, journal }: Evidence, { workflowId, activityType, effect }: ProgressRule): boolean {
  const job = plan.workload.find((one) => one.workflowId === workflowId);
  const effects = (job?.expect.effects ?? []).filter(({ kind }) => kind === effect);
  return (
    effects.length > 1 &&
    entriesOf(journal, 'call').some(
      (call) =>
        call.method.startsWith('RespondActivityTaskCompleted') &&
        isAnswer(call) &&
        call.workflowId === workflowId &&
        call.activityType === activityType,
    )
  );
}

/** A heartbeat by id doesn't name the type of its activity. */
function isHeartbeatOf(call: Call, rules: readonly ProgressRule[]): boolean {
  if (!isProgress(call) || !call.method.startsWith('RecordActivityTaskHeartbeat')) return false;
  return rules.some(
    ({ workflowId, activityType }) =>
      call.workflowId === workflowId && (call.activityType ?? activityType) === activityType,
  );
}
