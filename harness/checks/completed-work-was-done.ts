import { count } from '../model/count.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../model/journal.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from './define-check.ts';

/** Requests by these change nothing, so that nothing is lost if their answer is not waited for. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * An attempt has the answers to all its requests before it reports its completion.
 *
 * @remarks A missing `await` is not seen in any result: the request is made a moment later. A crash in that moment loses it
 * for good, since Temporal has the activity for done. No strike is needed to find it. The relays saw when a service had
 * answered, and when the report came. A worker can't have waited for an answer that was not there yet.
 *
 * What is legal, and stays quiet: a request that reads only; one that the attempt gave up, by ending its connection; one
 * for which `attribute` names no activity; an attempt that reports a failure or that its worker leaves to be completed by
 * another client. Only an exploration has relays before services; in a scenario the check says that it saw none.
 */
export const completedWorkWasDone = defineCheck({
  name: 'completed-work-was-done',
  invariant: 'No attempt reports its completion before each of its requests to a service is answered.',
  books: [],
  onRequest: true,
  points: {
    applies: ({ journal }) => completionsOf(journal).some(({ requests }) => requests.length > 0),
    references: 'violations',
  },
  judge: ({ journal }) => {
    if (entriesOf(journal, 'http').length === 0)
      return unknown('No relay stood before a service, so no request was seen.');
    const judged = completionsOf(journal).filter(({ requests }) => requests.length > 0);
    const requests = judged.reduce((sum, one) => sum + one.requests.length, 0);
    const numbers = `${count(requests, 'request')} of ${count(judged.length, 'completed attempt')}`;
    const violations = judged.flatMap((one) => notAwaited(one));
    if (violations.length > 0) {
      const missed = `${count(violations.length, 'request')} not waited for`;
      return invalid(withFirst(`${missed}, of ${numbers}`, violations), violations);
    }
    if (judged.length === 0) return unknown('No request is known to be of an attempt that completed.');
    return valid(`${numbers}: each was answered before its attempt reported its completion.`);
  },
});

type Request = EntryOf<'http'>;

interface Completion {
  /** The first report of the completion: one that is lost is sent again. */
  readonly report: EntryOf<'call'>;
  /** The requests of that attempt that change something, and that a service answered while its worker was there. */
  readonly requests: readonly Request[];
}

function completionsOf(journal: readonly JournalEntry[]): readonly Completion[] {
  const reports = entriesOf(journal, 'call').filter(({ method }) => method === 'RespondActivityTaskCompleted');
  const first = new Map(reports.toReversed().map((report) => [attemptOf(report), report]));
  const requests = Map.groupBy(
    entriesOf(journal, 'http').filter(
      ({ method, outcome, repliedMs }) =>
        !SAFE.has(method) && (outcome === 'answered' || outcome === 'lost') && repliedMs !== undefined,
    ),
    attemptOf,
  );
  return [...first].map(([attempt, report]) => ({ report, requests: requests.get(attempt) ?? [] }));
}

/** The attempt of a report or a request; its run tells it from one of the same number in another run. */
function attemptOf(of: EntryOf<'call'> | Request): string {
  const { component, incarnation, workflowId = null, runId = null, activityId = null, attempt = null } = of;
  return JSON.stringify([component, incarnation, workflowId, runId, activityId, attempt]);
}

function notAwaited({ report, requests }: Completion): readonly ToldViolation[] {
  return requests.flatMap((request): readonly ToldViolation[] => {
    const { method, path, link, startedMs, repliedMs = startedMs } = request;
    const lateMs = Math.round(repliedMs - report.startedMs);
    if (repliedMs <= report.startedMs) return [];
    const { workflowId = null, activityType, activityId, attempt = 1, component } = report;
    const step = `${activityType ?? 'an activity'} (activity ${activityId ?? ''})`;
    const order = startedMs > report.startedMs ? 'before it sent' : 'without the answer to';
    const detail = `On ${component} it reported its completion ${order} ${method} ${path} (${link}).`;
    const [expected, actual] = ['answered before the completion', `answered ${lateMs} ms after it`];
    return [{ workflowId, violation: 'not-awaited', detail, step, attempt, expected, actual }];
  });
}
