import { canonicalJson } from '../../model/json.ts';
import { isOpaque } from '../../model/payloads.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';
import type { JobRecord } from '../evidence/job-records.ts';
import type { UnreadValue } from './job-ends.ts';
import { describeAction } from './recorded-actions.ts';

/**
 * The violations in the answers to the queries of a client: each must be that of the plan.
 *
 * @remarks A query leaves no event, so the journal has its answer. One without an answer is of unknown outcome.
 */
export function queryViolations(
  { job: { workflowId, actions } }: JobRecord,
  operations: readonly ClientOperation[],
): readonly ToldViolation[] {
  return operations.flatMap(({ action: kind, outcome, index, answer }): readonly ToldViolation[] => {
    const planned = kind === 'query' && outcome === 'ok' ? actions[index ?? -1] : undefined;
    if (planned?.answer === undefined || canonicalJson(planned.answer) === canonicalJson(answer)) return [];
    if (isOpaque(answer)) return [];
    const step = describeAction(planned);
    const detail = `The ${step} got another answer.`;
    return [{ workflowId, violation: 'other-answer', step, detail, expected: planned.answer, actual: answer }];
  });
}

/** The answers to the queries of a client that are given by the plan and can't be compared. */
export function unreadQueries(
  { job: { workflowId, actions } }: JobRecord,
  operations: readonly ClientOperation[],
): readonly UnreadValue[] {
  return operations
    .filter((operation) => operation.workflowId === workflowId)
    .flatMap(({ action: kind, index, answer }) => {
      const planned = kind === 'query' ? actions[index ?? -1] : undefined;
      if (planned === undefined || !isOpaque(answer)) return [];
      return [{ workflowId, notJudged: describeAction(planned), payloadEncoding: answer.payloadEncoding }];
    });
}
