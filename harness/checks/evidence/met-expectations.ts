import type { EventHistory } from '../../model/event-history.ts';
import { attributesOf, payloadsOf } from '../../model/event-history.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import { canonicalJson } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { endOf } from './activity-records.ts';

/**
 * The evidence with one expectation for each job: of several that are right, the one that its workflow met.
 *
 * @remarks That is the one with the recorded end and result, and with the applied effects among those that any of them
 * expects. If a workflow met none, it is judged by the first one whose end and result it has, or else by `expect`.
 */
export function withMetExpectations(evidence: Evidence): Evidence {
  const { plan } = evidence;
  if (plan.workload.every(({ orExpect = [] }) => orExpect.length === 0)) return evidence;
  const workload = plan.workload.map((job) => ({ ...job, expect: metExpectation(evidence, job) }));
  return { ...evidence, plan: { ...plan, workload } };
}

/** The expectation that the workflow of a job met; its `expect` if it met none. */
export function metExpectation({ eventHistories, effects }: Evidence, job: Job): Expectation {
  const all = [job.expect, ...(job.orExpect ?? [])];
  if (all.length === 1 || eventHistories.state === 'unavailable') return job.expect;
  const histories = eventHistories.rows.filter(({ workflowId }) => workflowId === job.workflowId);
  const ended = all.filter((one) => histories.some((history) => endsAs(history, one)));
  const lines = effects.state === 'collected' ? effects.rows.filter(({ outcome }) => outcome === 'applied') : [];
  const known = new Set(all.flatMap((one) => keysOf(one.effects)));
  const applied = keysOf(lines).filter((key) => known.has(key));
  return ended.find((one) => isSame(keysOf(one.effects), applied)) ?? ended[0] ?? job.expect;
}

function endsAs(history: EventHistory, { end, result }: Expectation): boolean {
  const last = history.events.at(-1);
  if (last === undefined || endOf(history) !== end) return false;
  return (
    result === undefined || canonicalJson(payloadsOf(attributesOf(last).result)[0] ?? null) === canonicalJson(result)
  );
}

function keysOf(effects: readonly Pick<LedgerLine, 'kind' | 'subject'>[]): readonly string[] {
  return effects.map(({ kind, subject }) => `${kind} ${canonicalJson(subject)}`).toSorted();
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
