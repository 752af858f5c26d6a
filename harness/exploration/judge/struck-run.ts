import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ProvedStrike } from './held-entries.ts';

/** The event histories of the workflow whose call was held, run by run; the last one first. */
function runsOf({ arrival }: ProvedStrike, { eventHistories, plan }: Evidenced): readonly EventHistory[] {
  const workflowId = arrival?.boundary.workflowId ?? plan.workload[0]?.workflowId;
  const rows = eventHistories.state === 'collected' ? eventHistories.rows : [];
  return rows.filter((row) => row.workflowId === workflowId);
}

type Evidenced = Pick<Evidence, 'eventHistories' | 'journal' | 'plan'>;

/**
 * The run in which a strike fell: a workflow may go on in several. Undefined if there is no event history of it.
 *
 * @remarks Event ids and the ids of activities say nothing without their run.
 */
export function struckRun(one: ProvedStrike, evidence: Evidenced): EventHistory | undefined {
  const runs = runsOf(one, evidence);
  const call = one.arrival?.boundary.call;
  const entry = [...entriesOf(evidence.journal, 'call'), ...entriesOf(evidence.journal, 'http')].find(
    (candidate) => candidate.call === call,
  );
  return runs.length === 1 ? runs[0] : runs.find(({ runId }) => runId === entry?.runId);
}

/** Whether what names a run, if it does, names this one. */
export function isOfRun({ runId }: { readonly runId?: string | null | undefined }, run: EventHistory): boolean {
  return runId === undefined || runId === null || runId === run.runId;
}
