import { count } from '../model/count.ts';
import type { ComponentRow, Evidence } from '../model/evidence.ts';
import { type EntryOf, entriesOf } from '../model/journal.ts';
import type { Violation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid } from './define-check.ts';
import { livesThatBreak } from './evidence/broken-versions.ts';
import { type HandOut, handOuts, isAbout } from './evidence/hand-outs.ts';

/** A task that was dispatched less than this before the signal may have been on its way still, in milliseconds. */
const ON_ITS_WAY_MS = 100;

/** How long after an injection its SIGTERM may be reported, in milliseconds. */
const TOLD_LATE_MS = 1000;

/** Exit codes and signals of a program that has ended on SIGTERM: some runtimes, such as the JVM, end with 143 after their drain. */
const GOOD_ENDS: ReadonlySet<string | number> = new Set([0, 143, 'SIGTERM']);

/**
 * A worker that is sent SIGTERM gives an answer for every task in its hands, and then ends by itself.
 *
 * @remarks How it answers is the system's affair: an activity that is given back as failed or cancelled is known to the
 * server at once. A task without an answer is found missing only by its timeout. If the server refused the answer, or
 * the connection broke, the worker did its part. A workflow task of a version of which the plan says that it breaks
 * can't be answered by it.
 */
export const stopsGracefully = defineCheck({
  name: 'stops-gracefully',
  invariant: 'A worker that is sent SIGTERM answers every task that it holds, and ends by itself.',
  books: ['components'],
  onRequest: true,
  judge: (evidence) => {
    const workers = rowsOf(evidence.components).filter((row) => row.role === 'worker');
    if (workers.length === 0) return unknown('No worker is known.');
    const breaks = livesThatBreak(evidence);
    const stops = entriesOf(evidence.journal, 'component')
      .filter((entry) => entry.change === 'stopping' && workers.some((row) => row.component === entry.component))
      .map((asked) => stopOf(workers, asked, answerable(heldAt(evidence, asked), breaks(asked))));
    if (stops.length === 0) return unknown('No worker was sent SIGTERM.');
    const violations = stops.flatMap((stop) => [...abandoned(evidence, stop), ...badEnd(stop)]);
    const held = stops.reduce((sum, stop) => sum + stop.held.length, 0);
    const numbers = `${count(stops.length, 'worker')} with ${count(held, 'task')} in hand`;
    if (violations.length > 0) return invalid(`Of ${numbers}, not all stopped in good order.`, violations);
    if (held === 0) return unknown(`${count(stops.length, 'worker')} stopped, but without a task in hand.`);
    if (stops.some(({ life }) => life === undefined || life.exitedMs === null)) {
      return unknown('The end of a worker that was sent SIGTERM is not known.');
    }
    return valid(`${numbers}: each task was answered, each worker ended by itself.`);
  },
});

interface Stop {
  readonly asked: EntryOf<'component'>;
  readonly life: ComponentRow['incarnations'][number] | undefined;
  readonly held: readonly HandOut[];
}

/** A version that breaks owes no answer for workflow tasks. */
function answerable(held: readonly HandOut[], breaks: boolean): readonly HandOut[] {
  return breaks ? held.filter((one) => one.task === 'activity') : held;
}

function stopOf(workers: readonly ComponentRow[], asked: EntryOf<'component'>, held: readonly HandOut[]): Stop {
  const { component, incarnation } = asked;
  const row = workers.find((one) => one.component === component);
  const life = row?.incarnations.find((one) => one.incarnation === incarnation);
  return { asked, life, held };
}

/** The tasks of a worker at an instant: dispatched to it, neither answered nor dispatched anew by then. */
function heldAt({ journal }: Evidence, asked: EntryOf<'component'>): readonly HandOut[] {
  const { component, incarnation, atMs } = asked;
  const sentMs = earliestMs(entriesOf(journal, 'fault'), asked);
  const all = handOuts(journal).filter((one) => one.atMs <= atMs);
  const reports = entriesOf(journal, 'call').filter(isReport);
  const answers = reports.filter((call) => call.startedMs <= atMs);
  return (
    all
      .filter((one) => one.component === component && one.incarnation === incarnation)
      .filter((one) => one.atMs <= atMs - ON_ITS_WAY_MS)
      // One that came while SIGTERM was being sent says something only if it was answered.
      .filter((one) => one.atMs <= sentMs - ON_ITS_WAY_MS || reports.some((call) => isAbout(call, one)))
      // A query alone has no event and is no work of the workflow.
      .filter((one) => one.task === 'activity' || one.startedEventId !== null)
      .filter((one) => !answers.some((call) => isAbout(call, one)))
      .filter((one) => !all.some((other) => other.atMs > one.atMs && isSameWork(other, one)))
  );
}

/**
 * When SIGTERM may have been sent at the earliest: an engine reports it later, and a busy machine hears of it later still.
 * A fault sends it between the beginning and the end of its injection.
 */
function earliestMs(faults: readonly EntryOf<'fault'>[], { component, atMs }: EntryOf<'component'>): number {
  const begun = faults.findLast((one) => one.step === 'injecting' && one.component === component && one.atMs <= atMs);
  if (begun === undefined) return atMs;
  const done = faults.find((one) => one.step === 'injected' && one.faultId === begun.faultId);
  return done === undefined || done.atMs >= atMs - TOLD_LATE_MS ? begun.atMs : atMs;
}

function isSameWork(other: HandOut, one: HandOut): boolean {
  return other.task === one.task && other.workflowId === one.workflowId && other.activityId === one.activityId;
}

function isReport(call: EntryOf<'call'>): boolean {
  return /^Respond(?:Activity|Workflow)Task/.test(call.method);
}

function abandoned({ journal }: Evidence, { asked, held }: Stop): readonly Violation[] {
  const reports = entriesOf(journal, 'call').filter(isReport);
  return held
    .filter((one) => !reports.some((call) => isAbout(call, one)))
    .map(({ component, workflowId, task, activityType, attempt }): Violation => {
      const what =
        task === 'workflow' ? 'its workflow task' : `${activityType ?? 'an activity'}, attempt ${attempt ?? 1}`;
      const detail = `${component}, incarnation ${asked.incarnation}, ended without an answer for ${what}.`;
      return { workflowId, violation: 'abandoned', detail, component };
    });
}

function badEnd({ asked: { component, incarnation }, life }: Stop): readonly Violation[] {
  if (life === undefined || life.exitedMs === null || GOOD_ENDS.has(life.signal ?? life.exitCode ?? 'unknown'))
    return [];
  const detail = `It was sent SIGTERM, but ended with ${life.signal ?? `code ${life.exitCode ?? 'unknown'}`}.`;
  return [{ violation: 'drained-badly', detail, component, incarnation }];
}
