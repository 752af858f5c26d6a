import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { handOuts, replaces } from './hand-outs.ts';
import { isReportedIn } from './settled-tasks.ts';
import { answersIn } from './task-answers.ts';

type Life = ComponentRow['incarnations'][number];

/**
 * The exit codes and signals by which a program ends when it is asked to.
 *
 * @remarks A runtime that handles SIGTERM may end with 0. The JVM runs its shutdown hooks and ends with
 * {@link https://tldp.org/LDP/abs/html/exitcodes.html | 128 + the signal's number}: 143 for SIGTERM, 130 for SIGINT. A
 * program without a handler ends by the signal.
 */
const ENDS_ON_REQUEST: ReadonlySet<string | number> = new Set([0, 130, 143, 'SIGINT', 'SIGTERM']);

/** Whether a life that was asked to end did so by itself, instead of crashing or being killed. */
export function endedOnRequest({ exitCode, signal }: Pick<Life, 'exitCode' | 'signal'>): boolean {
  return ENDS_ON_REQUEST.has(signal ?? exitCode ?? 'unknown');
}

/** The signals by which a runtime dies that fails while it takes itself down, and the exit codes that stand for them. */
const RUNTIME_FAILURES: ReadonlySet<string | number> = new Set(['SIGABRT', 134, 'SIGSEGV', 139]);

/**
 * Whether a worker's runtime crashed on its way out, after the worker had drained: it told the server that it shuts
 * down, and gave an answer for every task that was dispatched to it, unless the server had dispatched it anew by then.
 * Such a crash loses no work.
 *
 * @remarks Seen of 1 in 20 workers of the Python SDK 1.35: threads of its core outlive the interpreter, which then
 * aborts with "PyGILState_Release: thread state must be current when releasing".
 */
export function crashedWhenDrained(evidence: Heard, component: string, life: Life): boolean {
  const { incarnation, exitCode, signal } = life;
  if (!RUNTIME_FAILURES.has(signal ?? exitCode ?? 'unknown')) return false;
  const isItsOwn: Filter = (one) => one.component === component && one.incarnation === incarnation;
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isItsOwn(call));
  return calls.some((call) => call.method === 'ShutdownWorker') && !leavesTask(evidence, life, isItsOwn);
}

type Heard = Pick<Evidence, 'journal' | 'eventHistories'>;
type Filter = (one: { readonly component: string; readonly incarnation: number }) => boolean;

function leavesTask({ journal, eventHistories }: Heard, { exitedMs }: Life, isItsOwn: Filter): boolean {
  const answersTo = answersIn(journal);
  const all = handOuts(journal);
  const endMs = exitedMs ?? Number.POSITIVE_INFINITY;
  const histories = eventHistories.state === 'unavailable' ? [] : eventHistories.rows;
  return (
    all
      .filter((one) => isItsOwn(one))
      // A query alone has no event and is no work of the workflow.
      .filter((one) => one.task === 'activity' || one.startedEventId !== null)
      // One that an earlier fault took was found missing by its timeout.
      .filter((one) => !all.some((other) => other.atMs > one.atMs && other.atMs <= endMs && replaces(other, one)))
      .some((one) => answersTo(one).length === 0 && !isReportedIn(histories, one))
  );
}
