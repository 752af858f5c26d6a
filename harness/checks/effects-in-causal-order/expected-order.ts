import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import type { ExpectedOrder } from '../../model/expected-order.ts';
import { canonicalJson } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { type Requester, type RequesterOf, requestersOf } from '../evidence/requesters.ts';
import { describeEffect } from './describe-effect.ts';

/** What the orders that jobs expect say of the ledger. */
export interface OrderedEffects {
  /** How many pairs of effects were compared. */
  readonly pairs: number;
  readonly violations: ReadonlyMap<LedgerLine, ToldViolation>;
}

/** Compares the effects of each job with the orders that it expects, by the sequence of the ledger. */
export function inExpectedOrder(evidence: Evidence, lines: readonly LedgerLine[]): OrderedEffects {
  const requesterOf = requestersOf(evidence);
  const applied = lines.filter(({ outcome }) => outcome === 'applied');
  const compared = evidence.plan.workload.flatMap((job) => {
    const orders = job.expect.order ?? [];
    if (orders.length === 0) return [];
    const own = applied.filter(isOf(job, requesterOf));
    return orders.flatMap((order) => pairsOf(order, own).map((pair) => ({ job, ...pair })));
  });
  const wrong = compared.filter(({ earlier, later }) => earlier.sequence > later.sequence);
  const violations = wrong.map((pair) => [pair.earlier, violationOf(pair, requesterOf(pair.earlier))] as const);
  return { pairs: compared.length, violations: new Map(violations.toReversed()) };
}

/** Whether an effect is a job's: its workflow or a child asked for it, or it is not known who asked and the job expects it. */
function isOf({ workflowId, expect }: Job, requesterOf: RequesterOf): (line: LedgerLine) => boolean {
  const subjects = new Set(expect.effects.map(({ kind, subject }) => `${kind} ${canonicalJson(subject)}`));
  return (line) => {
    const { job } = requesterOf(line);
    return job === null ? subjects.has(`${line.kind} ${canonicalJson(line.subject)}`) : job === workflowId;
  };
}

interface Pair {
  readonly earlier: LedgerLine;
  readonly later: LedgerLine;
}

function pairsOf(
  { earlier, later, matching, descending }: ExpectedOrder,
  lines: readonly LedgerLine[],
): readonly Pair[] {
  const agree = ({ subject: a }: LedgerLine, { subject: b }: LedgerLine): boolean =>
    matching.every((field) => a[field] !== undefined && a[field] === b[field]) &&
    (descending === undefined || Number(a[descending]) > Number(b[descending]));
  const seconds = lines.filter(({ kind }) => kind === later);
  return lines
    .filter(({ kind }) => kind === earlier)
    .flatMap((one) => seconds.filter((other) => agree(one, other)).map((other) => ({ earlier: one, later: other })));
}

function violationOf(
  { job, earlier, later }: Pair & { readonly job: Job },
  { step, attempt }: Requester,
): ToldViolation {
  const { workflowId } = job;
  const detail = `${describeEffect(earlier)} was applied after ${describeEffect(later)}, which it must precede.`;
  const inOrder = (one: LedgerLine, other: LedgerLine): string =>
    `${describeEffect(one)} before ${describeEffect(other)}`;
  const [expected, actual] = [inOrder(earlier, later), inOrder(later, earlier)];
  const lines = [earlier.sequence, later.sequence];
  return { workflowId, violation: 'out-of-order', detail, step, attempt, expected, actual, lines };
}
