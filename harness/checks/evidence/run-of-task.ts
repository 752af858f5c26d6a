import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { runBefore } from '../../model/execution-chains.ts';
import type { HandOut } from './hand-outs.ts';

/** The run of a workflow that a task is of. If the run isn't known, the latest is taken, which comes first. */
export function runOfTask(
  { eventHistories }: Pick<Evidence, 'eventHistories'>,
  { workflowId, runId }: Pick<HandOut, 'workflowId' | 'runId'>,
): EventHistory | undefined {
  if (eventHistories.state === 'unavailable') return undefined;
  return eventHistories.rows.find((one) => one.workflowId === workflowId && (runId ?? one.runId) === one.runId);
}

/** Whether another run of the workflow goes on from a run: then it has lawfully ended. */
export function isFollowed({ eventHistories }: Pick<Evidence, 'eventHistories'>, run: EventHistory): boolean {
  if (eventHistories.state === 'unavailable') return false;
  return eventHistories.rows.some(
    (one) => one.workflowId === run.workflowId && runBefore(one)?.runId === run.runId && one.runId !== run.runId,
  );
}
