import { count } from '../model/count.ts';
import type { ComponentRow, Evidence } from '../model/evidence.ts';
import { type EntryOf, entriesOf } from '../model/journal.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid, withFirst } from './define-check.ts';
import { livesThatBreak } from './evidence/broken-versions.ts';
import { crashedWhenDrained, endedOnRequest } from './evidence/ends-on-request.ts';
import { type HandOut, handOuts, isAbout, isPoll, replaces } from './evidence/hand-outs.ts';
import { injectionsOf, type JournalledInjection } from './evidence/injections.ts';
import { isClosedBy, isReportedIn } from './evidence/settled-tasks.ts';
import { answersIn } from './evidence/task-answers.ts';
import { waitedForCpuMs } from './evidence/waited-for-cpu.ts';

/** A task that was dispatched less than this before the signal may have been on its way still, in milliseconds. */
const ON_ITS_WAY_MS = 100;

/** How long after an injection its SIGTERM may be reported, in milliseconds. */
const TOLD_LATE_MS = 1000;

/**
 * A worker that is sent SIGTERM gives an answer for every task in its hands, and then ends by itself.
 *
 * @remarks How it answers is the system's affair: an activity that is given back as failed or cancelled is known to the
 * server at once. A task without an answer is found missing only by its timeout. If the server refused the answer, or
 * the connection broke, the worker did its part. It owes no answer for a task that the server has given up, or that a
 * client completed, nor for a workflow task that has failed before. A workflow task of a version of which the plan says
 * that it breaks can't be answered by it. If another fault strikes the worker while it stops, its end proves nothing
 * against it.
 */
export const stopsGracefully = defineCheck({
  name: 'stops-gracefully',
  invariant: 'A worker that is sent SIGTERM answers every task that it holds, and ends by itself.',
  books: ['components', 'eventHistories'],
  onRequest: true,
  judge: (evidence) => {
    const workers = rowsOf(evidence.components).filter((row) => row.role === 'worker');
    if (workers.length === 0) return unknown('No worker is known.');
    const breaks = livesThatBreak(evidence);
    const stops = entriesOf(evidence.journal, 'component')
      .filter((entry) => entry.change === 'stopping' && workers.some((row) => row.component === entry.component))
      .map((asked) => stopOf(workers, asked, answerable(heldAt(evidence, asked), breaks(asked))));
    if (stops.length === 0) return unknown('No worker was sent SIGTERM.');
    const judged = stops.map((stop) => ({
      violations: [...abandoned(evidence, stop), ...badEnd(evidence, stop)],
      other: otherStrike(evidence, stop),
    }));
    const violations = judged.flatMap((one) => (one.other === undefined ? one.violations : []));
    const [doubtful] = judged.flatMap((one) => (one.violations.length > 0 ? (one.other ?? []) : []));
    const held = stops.reduce((sum, stop) => sum + stop.held.length, 0);
    const numbers = `${count(stops.length, 'worker')} with ${count(held, 'task')} in hand`;
    if (violations.length > 0)
      return invalid(withFirst(`Of ${numbers}, not all stopped in good order`, violations), violations);
    if (doubtful !== undefined) {
      return unknown(
        `${doubtful.fault} (${doubtful.faultId}) struck a worker while it stopped: its end proves nothing.`,
      );
    }
    if (held === 0) return unknown(`${count(stops.length, 'worker')} stopped, but without a task in hand.`);
    if (stops.some(({ life }) => life === undefined || life.exitedMs === null)) {
      return unknown('The end of a worker that was sent SIGTERM is not known.');
    }
    const crashed = stops.filter(({ life }) => life !== undefined && !endedOnRequest(life)).length;
    const ends = crashed === 0 ? 'each worker ended by itself' : `${crashed} crashed only after that`;
    return valid(`${numbers}: each task was answered, ${ends}.`);
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

/** The tasks of a worker at an instant: dispatched to it, not answered, closed or dispatched anew by then. */
function heldAt(evidence: Evidence, asked: EntryOf<'component'>): readonly HandOut[] {
  const { component, incarnation, atMs, time } = asked;
  const sentMs = earliestMs(evidence, asked);
  const all = handOuts(evidence.journal).filter((one) => one.atMs <= atMs);
  const answersTo = answersIn(evidence.journal);
  const isSpokenOf = (one: HandOut): boolean =>
    entriesOf(evidence.journal, 'call').some((call) => call.task === one.task && isAbout(call, one) && !isPoll(call));
  // On a busy machine a worker hears of a task as late as work waits for a CPU.
  const onItsWayMs = ON_ITS_WAY_MS + (waitedForCpuMs(evidence, sentMs - 1000, sentMs) ?? 0);
  const histories = rowsOf(evidence.eventHistories);
  return (
    all
      .filter((one) => one.component === component && one.incarnation === incarnation)
      .filter((one) => one.atMs <= atMs - ON_ITS_WAY_MS)
      // One that came while SIGTERM was being sent says something only if the worker spoke of it.
      .filter((one) => one.atMs <= sentMs - onItsWayMs || isSpokenOf(one))
      .filter((one) => !failsUnreported(evidence, one))
      // A query alone has no event and is no work of the workflow.
      .filter((one) => one.task === 'activity' || one.startedEventId !== null)
      .filter((one) => !answersTo(one).some((call) => call.startedMs <= atMs))
      .filter((one) => !isClosedBy(histories, one, Date.parse(time)))
      .filter((one) => !all.some((other) => other.atMs > one.atMs && replaces(other, one)))
  );
}

/**
 * Whether a workflow task may fail without an answer, because it failed before.
 *
 * @remarks SDKs report its first failure alone and leave later ones to their timeout, lest the event history grow.
 * @see https://docs.temporal.io/encyclopedia/detecting-workflow-failures
 */
function failsUnreported({ journal }: Evidence, { task, workflowId, runId, attempt, atMs }: HandOut): boolean {
  if (task !== 'workflow' || (attempt ?? 1) === 1) return false;
  return entriesOf(journal, 'call').some(
    (call) =>
      call.method === 'RespondWorkflowTaskFailed' &&
      call.workflowId === workflowId &&
      call.runId === runId &&
      call.atMs <= atMs,
  );
}

/**
 * When SIGTERM may have been sent at the earliest: an engine reports it later, and a busy machine hears of it later still.
 * A fault sends it between the beginning and the end of its injection.
 */
function earliestMs(evidence: Evidence, asked: EntryOf<'component'>): number {
  const begun = causeOf(evidence, asked);
  if (begun === undefined) return asked.atMs;
  const done = entriesOf(evidence.journal, 'fault').find(
    (one) => one.step === 'injected' && one.faultId === begun.faultId,
  );
  return done === undefined || done.atMs >= asked.atMs - TOLD_LATE_MS ? begun.atMs : asked.atMs;
}

/** The fault that sent SIGTERM; undefined if none did. */
function causeOf({ journal }: Evidence, { component, atMs }: EntryOf<'component'>): EntryOf<'fault'> | undefined {
  return entriesOf(journal, 'fault').findLast(
    (one) => one.step === 'injecting' && one.component === component && one.atMs <= atMs,
  );
}

/** A fault that was in force on the worker, or on a link of it, while it stopped; not the one that stopped it. */
function otherStrike(evidence: Evidence, { asked, life }: Stop): JournalledInjection | undefined {
  const { component, incarnation } = asked;
  const sentMs = earliestMs(evidence, asked);
  const own = causeOf(evidence, asked)?.faultId;
  const endMs = life?.exitedMs ?? Number.POSITIVE_INFINITY;
  return injectionsOf(evidence)
    .filter((one) => one.faultId !== own && one.fromMs <= endMs && (one.healedMs ?? endMs) >= sentMs)
    .find((one) =>
      one.link === null
        ? one.component === component && (one.incarnation ?? incarnation) === incarnation
        : one.link.endsWith(`@${component}`),
    );
}

function abandoned({ journal, eventHistories }: Evidence, { asked, held }: Stop): readonly ToldViolation[] {
  const answersTo = answersIn(journal);
  const histories = rowsOf(eventHistories);
  return held
    .filter((one) => answersTo(one).length === 0 && !isReportedIn(histories, one))
    .map(({ component, workflowId, task, activityType, activityId, startedEventId, attempt }): ToldViolation => {
      const what =
        task === 'workflow' ? 'its workflow task' : `${activityType ?? 'an activity'}, attempt ${attempt ?? 1}`;
      const detail = `${component}, incarnation ${asked.incarnation}, ended without an answer for ${what}.`;
      const step =
        task === 'workflow'
          ? `workflow task (event ${startedEventId ?? ''})`
          : `${activityType ?? 'an activity'} (activity ${activityId ?? ''})`;
      const sides = { expected: 'an answer', actual: 'none' };
      return { workflowId, violation: 'abandoned', step, attempt, detail, component, ...sides };
    });
}

function badEnd(evidence: Evidence, { asked: { component, incarnation }, life }: Stop): readonly ToldViolation[] {
  if (life === undefined || life.exitedMs === null || endedOnRequest(life)) return [];
  if (crashedWhenDrained(evidence, component, life)) return [];
  const actual = life.signal ?? `code ${life.exitCode ?? 'unknown'}`;
  const detail = `It was sent SIGTERM, but ended with ${actual}.`;
  return [{ violation: 'drained-badly', detail, component, incarnation, expected: 'an end by itself', actual }];
}
