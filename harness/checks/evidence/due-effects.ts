import { count } from '../../model/count.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { canonicalJson, digestOf, type Json } from '../../model/json.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { type JobRecord, jobRecords, mayBeAbsent } from './job-records.ts';
import { pairUp } from './pair-up.ts';
import type { RequesterOf } from './requesters.ts';

/** A side effect that one job must have had, beside the lines of the ledger that are taken for it. */
export interface DueEffect {
  readonly workflowId: string;
  readonly effect: Pick<LedgerLine, 'kind' | 'subject'>;
  /** How often the job expects it; at least none where its result is uncertain. */
  readonly atLeast: number;
  readonly atMost: number;
  /** The payloads that the plan gives, one for each time; fewer if it gives none for some. */
  readonly payloads: readonly Json[];
  readonly lines: readonly LedgerLine[];
}

/** What is wrong with a side effect. */
export type EffectViolation = ToldViolation & {
  /** Null if the request names none. */
  readonly workflowId: string | null;
  readonly effect: Pick<LedgerLine, 'kind' | 'subject'>;
};

/**
 * What each job expects, with the applied lines that are taken for it: those that the job itself asked for, then those
 * whose request names no planned workflow.
 *
 * @remarks Two jobs may expect the same kind and subject. Then each has its own lines, so that one that had it twice
 * can't make up for one that had it never.
 */
export function dueEffects(
  evidence: Evidence,
  applied: readonly LedgerLine[],
  requesterOf: RequesterOf,
): readonly DueEffect[] {
  const lines = Map.groupBy(applied, keyOf);
  const expected = jobRecords(evidence).flatMap((record) => expectedOf(record));
  return [...Map.groupBy(expected, ({ effect }) => keyOf(effect))].flatMap(([key, jobs]) =>
    shared(jobs, lines.get(key) ?? [], (line) => requesterOf(line).job),
  );
}

/** What is wrong with the lines of the due effects. */
export function dueViolations(due: readonly DueEffect[], requesterOf: RequesterOf): readonly EffectViolation[] {
  return due.flatMap((one) => [
    ...lostOrDoubled(one, requesterOf),
    ...ofOtherWorkflows(one, requesterOf),
    ...otherPayloads(one, requesterOf),
  ]);
}

/** The effects whose payload is given, and of which only the whole body of a request is known. */
export function withoutPayload(due: readonly DueEffect[]): readonly LedgerLine[] {
  return due.flatMap(({ payloads, lines }) => (payloads.length === 0 ? [] : lines.filter((line) => !hasPayload(line))));
}

function hasPayload({ payloadOf }: LedgerLine): boolean {
  return payloadOf !== 'body';
}

/** Which payloads are judged: those that the plan gives. */
export function describePayloads(due: readonly DueEffect[]): string {
  const given = due.reduce((sum, { payloads }) => sum + payloads.length, 0);
  const all = due.reduce((sum, { atMost }) => sum + atMost, 0);
  if (given === 0) return 'no payload is given, so none is judged';
  return given === all ? 'payloads as given' : `${given} payloads as given, the others are not judged`;
}

type Expected = Omit<DueEffect, 'lines'>;

function expectedOf(record: JobRecord): readonly Expected[] {
  const { workflowId, expect } = record.job;
  const isCertain = !mayBeAbsent(record) && record.doubt === null;
  return [...Map.groupBy(expect.effects, keyOf).values()].map((same) => ({
    workflowId,
    effect: { kind: same[0]?.kind ?? '', subject: same[0]?.subject ?? {} },
    atLeast: isCertain ? same.length : 0,
    atMost: same.length,
    payloads: same.flatMap(({ payload }) => (payload === undefined ? [] : [payload])),
  }));
}

/** Shares the lines of one kind and subject out among the jobs that expect it. */
function shared(
  jobs: readonly Expected[],
  lines: readonly LedgerLine[],
  jobOf: (line: LedgerLine) => string | null,
): readonly DueEffect[] {
  const due = jobs.map((job) => ({ ...job, lines: lines.filter((line) => jobOf(line) === job.workflowId) }));
  const owners = new Set(jobs.map(({ workflowId }) => workflowId));
  for (const line of lines.filter((one) => !owners.has(jobOf(one) ?? ''))) {
    const taker =
      due.find((one) => one.lines.length < one.atLeast) ?? due.find((one) => one.lines.length < one.atMost) ?? due[0];
    taker?.lines.push(line);
  }
  return due;
}

function lostOrDoubled(
  { workflowId, effect, atLeast, atMost, lines }: DueEffect,
  requesterOf: RequesterOf,
): EffectViolation[] {
  const last = lines.at(-1);
  const { step, attempt } = last === undefined ? unnamed : requesterOf(last);
  const detail = `${keyOf(effect)} was applied ${count(lines.length, 'time')}.`;
  const expected = lines.length < atLeast ? atLeast : atMost;
  const about = {
    step,
    attempt,
    detail,
    effect,
    expected,
    actual: lines.length,
    lines: lines.map(({ sequence }) => sequence),
  };
  if (lines.length < atLeast) return [{ workflowId, violation: 'lost', ...about }];
  return lines.length > atMost ? [{ workflowId, violation: 'doubled', ...about }] : [];
}

const unnamed = { step: null, attempt: null } as const;

function ofOtherWorkflows({ workflowId, effect, lines }: DueEffect, requesterOf: RequesterOf): EffectViolation[] {
  return lines.flatMap((line): EffectViolation[] => {
    const { job, step, attempt } = requesterOf(line);
    if (job === null || job === workflowId) return [];
    const detail = `${keyOf(effect)} was asked for by ${job}, but ${workflowId} expects it.`;
    return [
      {
        workflowId: job,
        violation: 'other-workflow',
        step,
        attempt,
        detail,
        effect,
        expected: workflowId,
        actual: job,
        lines: [line.sequence],
      },
    ];
  });
}

function otherPayloads(
  { workflowId, effect, payloads, atMost, lines }: DueEffect,
  requesterOf: RequesterOf,
): EffectViolation[] {
  const isOf = (payload: Json, line: LedgerLine): boolean => digestOf(payload) === line.payloadHash;
  if (!lines.every(hasPayload)) return [];
  const { misfits, extra } = pairUp(payloads, lines, isOf);
  // As many of the lines may have any payload as the plan gives none for.
  const free = Math.max(0, atMost - payloads.length - extra.length);
  return misfits.slice(free).map(([expected, line]) => {
    const { step, attempt } = requesterOf(line);
    const [wanted, sent] = [digestOf(expected), line.payloadHash];
    return {
      workflowId,
      violation: 'other-payload',
      step,
      attempt,
      detail: `${keyOf(effect)} was sent with another payload than the one of digest ${wanted}.`,
      effect,
      expected,
      actual: `a payload of digest ${sent}`,
      expectedDigest: wanted,
      actualDigest: sent,
      lines: [line.sequence],
    };
  });
}

function keyOf(effect: Pick<LedgerLine, 'kind' | 'subject'>): string {
  return `${effect.kind} ${canonicalJson(effect.subject)}`;
}
