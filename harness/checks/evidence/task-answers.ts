import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import { type Call, type HandOut, handOuts, isAbout } from './hand-outs.ts';

/** gRPC's NOT_FOUND: the server no longer knows such a task. */
const NOT_FOUND = 5;

/**
 * Finds the calls by which a worker answered a task, whether the server took the answer or not.
 *
 * @remarks If the same task was dispatched to the worker several times, an answer counts for the last dispatch before
 * it. A heartbeat counts if the server says that it knows no such task: the SDK then gives no answer any more
 * ({@link https://github.com/temporalio/sdk-core | sdk-core}).
 */
export function answersIn(journal: readonly JournalEntry[]): (one: HandOut) => readonly Call[] {
  // By workflow: a run has thousands of both.
  const all = Map.groupBy(handOuts(journal), (one) => one.workflowId);
  const calls = entriesOf(journal, 'call').filter((call) => isReport(call) || isRefusedHeartbeat(call));
  const answers = Map.groupBy(calls, (call) => call.workflowId ?? '');
  const dispatchOf = (answer: Call): HandOut | undefined => {
    const dispatches = (all.get(answer.workflowId ?? '') ?? []).filter((one) => isAbout(answer, one));
    return dispatches.findLast((one) => one.atMs <= answer.startedMs) ?? dispatches[0];
  };
  return (one) =>
    (answers.get(one.workflowId) ?? []).filter(
      (answer) => isAbout(answer, one) && dispatchOf(answer)?.atMs === one.atMs,
    );
}

function isReport({ method }: Call): boolean {
  return /^Respond(?:Activity|Workflow)Task/.test(method);
}

function isRefusedHeartbeat({ method, grpcStatus }: Call): boolean {
  return method.startsWith('RecordActivityTaskHeartbeat') && grpcStatus === NOT_FOUND;
}
