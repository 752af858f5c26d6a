import { awaitedWorkflows } from '../../model/awaited-workflows.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Job } from '../../model/plan.ts';
import type { Probes } from '../../model/probes.ts';
import { elapse } from '../../wait.ts';
import type { ExplorationContext } from './exploration-context.ts';

const POLL_MS = 100;

/** The parts of an exploration by which the end of a family is seen. */
export interface FamilyProbes extends Pick<ExplorationContext, 'signal'> {
  readonly probes: {
    readonly books: Pick<Probes['books'], 'linkedHistories'>;
    readonly workflows: Pick<Probes['workflows'], 'executions' | 'eventHistory'>;
  };
}

/**
 * Resolves once a workflow's children, and what its job declares under ids of a pattern, have ended or have nothing to do:
 * they may outlive it, and their work belongs to it. Rejects with the signal's reason when it aborts.
 */
export async function familyEnded({ probes, signal }: FamilyProbes, job: Job): Promise<void> {
  const also = (job.also ?? []).filter(({ idPattern }) => idPattern !== undefined);
  const known = { workload: [{ ...job, also }], canaries: new Set<string>() };
  for (;;) {
    // A failed read (a server is away) is tried again.
    const histories = await familyOf(probes, { ...job, also }).catch(() => null);
    if (histories !== null && awaitedWorkflows(histories, known).length === 0) return;
    await elapse(POLL_MS, signal);
  }
}

async function familyOf(
  { books, workflows }: FamilyProbes['probes'],
  { workflowId, also = [] }: Pick<Job, 'workflowId' | 'also'>,
): Promise<readonly EventHistory[] | null> {
  const linked = await books.linkedHistories([workflowId]);
  if (linked.state === 'unavailable') return null;
  if (also.length === 0) return linked.rows;
  const patterns = also.map(({ idPattern = '' }) => new RegExp(`^(?:${idPattern})$`, 'u'));
  const all = await workflows.executions();
  const declared = all.filter((one) => patterns.some((pattern) => pattern.test(one.workflowId)));
  const read = await Promise.all(declared.map((one) => workflows.eventHistory(one.workflowId, one.runId)));
  return [...linked.rows, ...read];
}
