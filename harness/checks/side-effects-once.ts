import { isCompared } from '../model/compared-items.ts';
import { count } from '../model/count.ts';
import type { Evidence, LedgerLine } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import { canonicalJson } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import { defineCheck, invalid, type Judgement, rowsOf, unknown, valid, withFirst } from './define-check.ts';
import {
  type DueEffect,
  describePayloads,
  dueEffects,
  dueViolations,
  type EffectViolation,
  withoutPayload,
} from './evidence/due-effects.ts';
import { workflowsOfJobs } from './evidence/executions.ts';
import { describeDoubt, doubtful, jobRecords } from './evidence/job-records.ts';
import { type Requester, type RequesterOf, requestersOf } from './evidence/requesters.ts';

/**
 * Each side effect that a job must have was applied exactly once, on behalf of that job and with its payload, and no other
 * was.
 *
 * @remarks Judged by the effect's business subject, never by its idempotency key, so that a bad key scheme can't hide. A
 * payload is compared only where the plan gives one.
 */
export const sideEffectsOnce = defineCheck({
  name: 'side-effects-once',
  invariant: 'Each expected side effect is applied exactly once, none is lost, doubled, unexpected or contradictory.',
  books: ['effects', 'eventHistories'],
  points: {
    applies: ({ plan }) => plan.workload.some((job) => job.expect.effects.length > 0),
    references: 'all',
  },
  judge: (evidence) => {
    const lines = rowsOf(evidence.effects);
    const applied = appliedLines(evidence, lines);
    const requesterOf = requestersOf(evidence);
    const due = dueEffects(evidence, applied, requesterOf);
    const doubts = doubtful(jobRecords(evidence));
    const untold = new Set(doubts.map((record) => record.job.workflowId));
    const told = applied
      .filter((line) => !untold.has(requesterOf(line).job ?? line.activity?.workflowId ?? ''))
      .filter((line) => !isLeft(evidence.plan, requesterOf(line)));
    const violations = [
      ...dueViolations(due, requesterOf),
      ...unexpected(due, told, requesterOf),
      ...conflicts(lines, requesterOf),
    ];
    const times = count(applied.length, 'effect');
    const repeated = count(lines.filter((line) => line.outcome === 'deduplicated').length, 'repeated request');
    const expected = due.reduce((sum, { atMost }) => sum + atMost, 0);
    const numbers = `${times} applied of ${expected} expected, ${repeated} absorbed by idempotency keys`;
    if (violations.length > 0) {
      const wrong = count(violations.length, 'wrong side effect');
      return invalid(withFirst(`${wrong}: ${numbers}`, violations), violations);
    }
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (due.length === 0) return withoutGiven(evidence.plan, applied);
    if (applied.length === 0) return unknown('No expected side effect was applied, and none had to be.');
    const bare = withoutPayload(due).length;
    if (bare > 0) {
      return unknown(`${count(bare, 'effect')} came without the payload that a job gives: let \`effects\` return it.`);
    }
    const gaps = missingLines(lines);
    if (gaps > 0) return unknown(`The ledger lacks ${count(gaps, 'line')}: ${numbers}.`);
    return valid(`Each exactly once: ${numbers}; ${describePayloads(due)}${describeUnnamed(applied)}.`);
  },
});

/**
 * The applied lines, but for those that a known workflow outside the plan (a canary) asked for.
 *
 * @remarks The request itself says which activity asked, so it excuses no effect of a kind that a job must have.
 */
function appliedLines(evidence: Evidence, lines: readonly LedgerLine[]): readonly LedgerLine[] {
  const ours = workflowsOfJobs(evidence);
  // A request's own word isn't enough: the event histories or the gateway must know the workflow.
  const known = new Set([
    ...rowsOf(evidence.eventHistories).map((history) => history.workflowId),
    ...entriesOf(evidence.journal, 'call').flatMap((call) => (call.workflowId === undefined ? [] : [call.workflowId])),
  ]);
  const kinds = new Set(evidence.plan.workload.flatMap((job) => job.expect.effects.map((effect) => effect.kind)));
  return lines
    .filter((line) => line.outcome === 'applied')
    .filter((line) => {
      const workflowId = line.activity?.workflowId;
      const foreign = workflowId !== undefined && known.has(workflowId) && !ours.has(workflowId);
      return !foreign || kinds.has(line.kind);
    });
}

/** Effects that no job expects. A job whose due result is uncertain, so that it isn't `told`, may have had any effect. */
function unexpected(
  due: readonly DueEffect[],
  told: readonly LedgerLine[],
  requesterOf: RequesterOf,
): EffectViolation[] {
  const expected = new Set(due.map(({ effect }) => keyOf(effect)));
  return [...Map.groupBy(told, keyOf)].flatMap(([key, lines]) => {
    const [line] = lines;
    if (line === undefined || expected.has(key)) return [];
    const detail = `${key} was applied ${count(lines.length, 'time')}, and no job expects it.`;
    return [{ violation: 'unexpected', detail, ...askedBy(line, requesterOf), expected: 0, actual: lines.length }];
  });
}

/** Requests that used a known key with another payload, whether or not the outside world noticed. */
function conflicts(lines: readonly LedgerLine[], requesterOf: RequesterOf): EffectViolation[] {
  const first = new Map<string, LedgerLine>();
  return lines.flatMap((line) => {
    const key = line.idempotencyKey;
    const before = key === null ? undefined : first.get(key);
    if (key !== null && before === undefined) first.set(key, line);
    const differs = before !== undefined && before.payloadHash !== line.payloadHash;
    if (line.outcome !== 'conflict' && !differs) return [];
    const detail = `Line ${line.sequence} (${keyOf(line)}) has key ${key ?? 'none'} with another payload than before.`;
    const [expected, actual] = [before ?? line, line].map(({ payloadHash }) => `a payload of digest ${payloadHash}`);
    return [
      { violation: 'conflict', detail, ...askedBy(line, requesterOf), expected: expected ?? '', actual: actual ?? '' },
    ];
  });
}

/** The effect of a line, and who asked for it. */
function askedBy(
  line: LedgerLine,
  requesterOf: RequesterOf,
): Pick<EffectViolation, 'workflowId' | 'effect'> & Pick<Requester, 'step' | 'attempt'> {
  const { kind, subject, activity } = line;
  const { step, attempt } = requesterOf(line);
  return { workflowId: activity?.workflowId ?? null, step, attempt, effect: { kind, subject } };
}

/** Whether it is left to the comparison with runs without a fault: who asked is such a job, or may be. */
function isLeft({ workload }: Plan, { job }: Requester): boolean {
  const left = workload.filter((one) => isCompared(one.expect, 'effects'));
  return job === null ? left.length > 0 : left.some(({ workflowId }) => workflowId === job);
}

/** What is known if no job gives an effect: no key was used for two requests. */
function withoutGiven({ workload }: Plan, applied: readonly LedgerLine[]): Judgement {
  const left = workload.filter(({ expect }) => isCompared(expect, 'effects')).length;
  if (left === 0 || applied.length === 0) return unknown('No job expects a side effect, so nothing was proved of any.');
  const numbers = `${count(applied.length, 'effect')} applied, none contradictory`;
  return valid(`${numbers}; work-done-as-without-fault judges those of ${count(left, 'workflow')}.`);
}

function missingLines(lines: readonly LedgerLine[]): number {
  const sequences = new Set(lines.map((line) => line.sequence));
  return Math.max(0, ...sequences) - sequences.size;
}

/** The effects of which it is not judged on whose behalf they were asked for. */
function describeUnnamed(applied: readonly LedgerLine[]): string {
  const unnamed = applied.filter(({ activity }) => activity === null).length;
  return unnamed === 0 ? '' : `; ${unnamed} named no activity, so their workflow is not judged`;
}

function keyOf(effect: Pick<LedgerLine, 'kind' | 'subject'>): string {
  return `${effect.kind} ${canonicalJson(effect.subject)}`;
}
