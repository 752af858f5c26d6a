import { count } from '../../model/count.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { canonicalJson } from '../../model/json.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, invalid, type Judgement, rowsOf, unknown, valid, withFirst } from '../define-check.ts';
import { type HandOut, handOuts } from '../evidence/hand-outs.ts';
import { covers, describeBeyond, progressIn } from './covered-progress.ts';
import { nameOfProgress, type ProgressRule, type ResumedAttempt, selfToldDoubt } from './effect-attempts.ts';
import { recordedProgress } from './recorded-progress.ts';
import { unrecordedProgress } from './unrecorded-progress.ts';

/**
 * An attempt that is given the progress of the attempt before continues from there.
 *
 * @remarks The gateway's journal says which progress an attempt was given, the outside world's ledger what it asked
 * for. A repeated request counts even if an idempotency key absorbed it: the work was repeated all the same. The
 * request itself says which attempt sent it (`effect-attempts.ts`). A system that records no progress at all has nothing
 * to resume from, which is a violation too.
 */
export const progressResumed = defineCheck({
  name: 'progress-resumed',
  invariant: 'No attempt repeats a side effect that the heartbeat details of earlier attempts already cover.',
  books: ['effects'],
  points: {
    applies: (evidence) =>
      rulesOf(evidence).length > 0 && handOuts(evidence.journal).some(({ details }) => details !== undefined),
    references: 'violations',
  },
  judge: (evidence) => {
    const rules = rulesOf(evidence);
    if (rules.length === 0) return unknown('No job has a rule for the progress of an activity (`expect.progress`).');
    const lines = rowsOf(evidence.effects);
    const cases = rules.flatMap((rule) => ruleCases(rule, lines, handOuts(evidence.journal)));
    const repeated = cases.flatMap((one) => one.repeated);
    const resumed = cases.filter((one) => one.covered !== null);
    if (repeated.length > 0) {
      const lead = `${count(repeated.length, 'request')} repeated what was already covered`;
      return invalid(withFirst(lead, repeated), repeated);
    }
    const recorded = recordedProgress(evidence, rules);
    if (recorded.violations.length > 0) {
      const types = count(recorded.violations.length, 'activity type', 'activity types');
      const lead = `No heartbeat recorded the progress that is expected of ${types}`;
      return invalid(withFirst(lead, recorded.violations), recorded.violations);
    }
    const doubt = doubtOf(rules, lines, cases) ?? selfToldDoubt(evidence, lines, cases) ?? recorded.doubt;
    if (doubt !== null) return unknown(doubt);
    if (resumed.length > 0) return withResumed(evidence, lines, resumed);
    if (evidence.plan.schedule.length > 0) return unknown(whyNoneResumed(rules, handOuts(evidence.journal)));
    return valid('No fault was planned, and no attempt had any progress to resume from.');
  },
});

/** Details that hold no number where the plan says are another matter than none at all. */
function whyNoneResumed(rules: readonly ProgressRule[], all: readonly HandOut[]): string {
  const ruleOf = ({ workflowId, activityType }: HandOut): ProgressRule | undefined =>
    rules.find((rule) => rule.workflowId === workflowId && rule.activityType === activityType);
  const given = all.find((one) => one.details !== undefined && ruleOf(one) !== undefined);
  const rule = given === undefined ? undefined : ruleOf(given);
  if (given === undefined || rule === undefined) return 'No attempt was given any progress, so none could resume.';
  const where = rule.details === '' ? 'are no number and no list' : `have no number and no list at "${rule.details}"`;
  const advice = 'Correct `details` of `expect.progress`; it is empty if the details are the progress itself.';
  return `The heartbeat details of ${rule.activityType} ${where}: ${canonicalJson(given.details ?? null)}. ${advice}`;
}

/** The attempts that resumed, with the progress before them that the server had not heard of. */
function withResumed(evidence: Evidence, lines: readonly LedgerLine[], resumed: readonly AttemptCase[]): Judgement {
  const exhibits = resumed.map((one) => {
    const { workflowId, activityId, attempt, covered } = one;
    return { workflowId, activityId, attempt, covered, ...unrecordedProgress(evidence, lines, one) };
  });
  const beyond = exhibits.reduce((sum, one) => sum + one.beyond, 0);
  const told = `${count(resumed.length, 'attempt')} resumed from given progress, none repeated work that it covers.`;
  if (beyond === 0) return valid(told, exhibits);
  const more = `Earlier attempts had done ${count(beyond, 'effect')} beyond it, whose heartbeats were throttled or lost.`;
  return valid(`${told} ${more}`, exhibits);
}

interface AttemptCase extends ResumedAttempt {
  /** Whether the journal has the dispatch of this attempt, or it is a first one, which has no progress to resume. */
  readonly told: boolean;
  readonly repeated: readonly ToldViolation[];
}

function rulesOf(evidence: Evidence): readonly ProgressRule[] {
  return evidence.plan.workload.flatMap(({ workflowId, expect }) =>
    expect.progress.map((rule) => ({ workflowId, ...rule })),
  );
}

function ruleCases(rule: ProgressRule, lines: readonly LedgerLine[], all: readonly HandOut[]): readonly AttemptCase[] {
  const mine = all.filter((one) => one.task === 'activity' && one.workflowId === rule.workflowId);
  const ofType = mine.filter((one) => one.activityType === rule.activityType);
  const requests = lines.filter((line) => line.kind === rule.effect && line.activity?.workflowId === rule.workflowId);
  const handed = ofType.map((one) => keyOf(one.activityId ?? '', one.attempt ?? 1));
  const asked = requests.flatMap(({ activity }) =>
    activity === null ? [] : [keyOf(activity.activityId, activity.attempt)],
  );
  // Another activity type may cause effects of the same kind; this rule doesn't speak of it.
  const others = new Set(
    mine.filter((one) => !ofType.includes(one)).map((one) => keyOf(one.activityId ?? '', one.attempt ?? 1)),
  );
  return [...new Set([...handed, ...asked])]
    .filter((key) => !others.has(key))
    .map((key) => attemptCase({ rule, key, handed: ofType, requests }));
}

interface AttemptInput {
  readonly rule: ProgressRule;
  readonly key: string;
  readonly handed: readonly HandOut[];
  readonly requests: readonly LedgerLine[];
}

function attemptCase({ rule, key, handed, requests }: AttemptInput): AttemptCase {
  const { workflowId } = rule;
  const [activityId, attempt] = JSON.parse(key) as [string, number];
  const handOut = handed.find((one) => keyOf(one.activityId ?? '', one.attempt ?? 1) === key);
  const covered = progressIn(handOut?.details, rule.details);
  const repeated = requests
    .filter(({ activity }) => activity !== null && keyOf(activity.activityId, activity.attempt) === key)
    .filter((line) => covered !== null && covers(covered, line.subject[rule.field]))
    .map(({ kind, subject, outcome, sequence }): ToldViolation => {
      const step = `${rule.activityType} (activity ${activityId})`;
      const given = `${nameOfProgress(rule)} ${canonicalJson(covered)} was given to attempt ${attempt} of activity ${activityId}`;
      const detail = `${given}, which asked for ${kind} ${canonicalJson(subject)} again.`;
      const sides = { expected: describeBeyond(rule.field, covered), actual: subject[rule.field] ?? null };
      const effect = { kind, subject };
      return { workflowId, violation: 'repeated', step, attempt, detail, ...sides, effect, outcome, line: sequence };
    });
  return { rule, workflowId, activityId, attempt, covered, told: handOut !== undefined || attempt === 1, repeated };
}

function doubtOf(
  rules: readonly ProgressRule[],
  lines: readonly LedgerLine[],
  cases: readonly AttemptCase[],
): string | null {
  const kinds = new Set(rules.map((rule) => rule.effect));
  const nameless = lines.filter((line) => kinds.has(line.kind) && line.activity === null).length;
  if (nameless > 0) return `${count(nameless, 'request')} do not say which attempt they belong to.`;
  if (!lines.some((line) => line.activity !== null && kinds.has(line.kind)))
    return 'The ledger has no request of an attempt.';
  const untold = cases.filter((one) => !one.told).length;
  if (untold > 0) return `The journal does not have the dispatch of ${count(untold, 'attempt')}.`;
  return null;
}

function keyOf(activityId: string, attempt: number): string {
  return JSON.stringify([activityId, attempt]);
}
