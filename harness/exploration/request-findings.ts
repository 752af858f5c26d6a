import type { Finding } from '../model/check.ts';
import { count } from '../model/count.ts';
import { asksService, type Boundary } from '../model/crash-point.ts';
import type { Book } from '../model/evidence.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../model/journal.ts';
import type { ExplorationBooks } from './judge/books.ts';
import type { ReferenceCase } from './points/references.ts';

const CHECK = 'requests-attributed';

type Unattributed = EntryOf<'unattributed-request'>;

/**
 * Requests of the references at which there is no crash point, as findings: the denominator lacks their points.
 *
 * @remarks If a worker asks for an activity that it does not hold, that is legal after a strike, for a zombie does so.
 */
export function requestsAttributed(
  entries: readonly JournalEntry[],
  known: readonly Pick<ReferenceCase, 'jobs'>[],
): readonly Finding[] {
  const references = new Set(known.flatMap(({ jobs }) => jobs.map(({ workflowId }) => workflowId)));
  const all = entriesOf(entries, 'unattributed-request');
  const failed = all.filter(({ workflowId }) => workflowId === undefined);
  const unheld = all.filter(({ workflowId }) => workflowId !== undefined && references.has(workflowId));
  return [
    ...findingOf(failed, (which, error) => {
      const summary = `attribute() failed for ${which} (${error}). Such a request is no crash point, so points may be missing.`;
      return `${summary} Let attribute() return null for a request that is no activity's.`;
    }),
    ...findingOf(unheld, (which, error) => {
      const summary = `attribute() named an activity for ${which}, but ${error}. Such a request is no crash point.`;
      return `${summary} Either attribute() names the wrong activity, or one goes on working after its end.`;
    }),
  ];
}

function findingOf(
  requests: readonly Unattributed[],
  sentenceOf: (which: string, error: string) => string,
): readonly Finding[] {
  const [first] = requests;
  if (first === undefined) return [];
  const which = `${count(requests.length, 'request')}, the first ${first.method} ${first.path} on ${first.link}`;
  const exhibits = requests.map(({ link, method, path, workflowId, activityId, error }) => {
    const whose = workflowId === undefined || activityId === undefined ? {} : { workflowId, activityId };
    return { link, method, path, ...whose, error };
  });
  return [{ check: CHECK, verdict: 'unknown', summary: sentenceOf(which, first.error.replace(/\.$/, '')), exhibits }];
}

/** A request that a service wrote down, by the attempt that made it. */
interface BookedRequest {
  readonly link: 'outside' | 'supabase';
  readonly workflowId: string;
  readonly activityId: string;
  readonly attempt: number;
}

/**
 * What the services wrote down of the references, held against their points, as findings.
 *
 * @remarks The ledger has every request with its attempt, and a row of a checkpoint its writer. If the relays saw fewer
 * requests of that attempt, one of them is no point: attribute() gave null, or the request took another way.
 */
export function requestsArePoints(
  known: readonly Pick<ReferenceCase, 'name' | 'seen'>[],
  books: Pick<ExplorationBooks, 'effects' | 'checkpoints'>,
): readonly Finding[] {
  const booked = bookedRequests(books);
  return known.flatMap(({ name, seen }) => {
    const missing = [...seen].flatMap(([workflowId, boundaries]) =>
      missingRequests(
        booked.filter((one) => one.workflowId === workflowId),
        boundaries,
      ),
    );
    const [first] = missing;
    if (first === undefined) return [];
    const { link, activityId, attempt } = first;
    const summary = `Case ${name}: ${count(missing.length, 'request')} that the books of the services have ${missing.length === 1 ? 'is' : 'are'} no crash point, the first to ${link} by attempt ${attempt} of activity ${activityId}. Let attribute() name the activity of each.`;
    return [{ check: CHECK, verdict: 'unknown', summary, exhibits: missing.map((one) => ({ ...one })) }];
  });
}

function bookedRequests({ effects, checkpoints }: Pick<ExplorationBooks, 'effects' | 'checkpoints'>): BookedRequest[] {
  const lines = collected(effects).flatMap(({ activity }) =>
    activity === null ? [] : [{ link: 'outside' as const, ...activity }],
  );
  const rows = collected(checkpoints).map(({ workflowId, activityId, attempt }) => {
    return { link: 'supabase' as const, workflowId, activityId, attempt };
  });
  // One request may write several rows.
  const writers = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...lines, ...writers.values()];
}

function collected<T>(book: Book<T>): readonly T[] {
  return book.state === 'collected' ? book.rows : [];
}

/** Of each attempt the requests that were booked beyond those that the relays saw. */
function missingRequests(booked: readonly BookedRequest[], boundaries: readonly Boundary[]): readonly BookedRequest[] {
  const keyOf = ({ link, activityId, attempt }: Omit<BookedRequest, 'workflowId'>): string =>
    JSON.stringify([link, activityId, attempt]);
  const requests = boundaries.filter(({ place: { exchange, side } }) => asksService(exchange) && side === 'request');
  const seen = new Map<string, number>();
  const local = new Map<string, number>();
  for (const { place } of requests) {
    const link = place.exchange as BookedRequest['link'];
    if (place.task === 'workflow') local.set(link, (local.get(link) ?? 0) + 1);
    else seen.set(keyOf({ ...place, link }), (seen.get(keyOf({ ...place, link })) ?? 0) + 1);
  }
  const beyond = [...Map.groupBy(booked, keyOf)].flatMap(([key, ours]) => ours.slice(seen.get(key) ?? 0));
  // Those of local activities are points of a workflow task, though they tell the services other ids.
  return [...Map.groupBy(beyond, ({ link }) => link)].flatMap(([link, ours]) => ours.slice(local.get(link) ?? 0));
}

/** What of the requests of the references has no point, and rightly so: for the reader. */
export function requestsWithoutPoints(entries: readonly JournalEntry[], attributes: boolean): readonly string[] {
  const isOwned = entriesOf(entries, 'http').some(({ workflowId }) => workflowId !== undefined);
  if (!attributes && !isOwned) return ['requests to services (no `attribute` names their activities: no points)'];
  const phase = entriesOf(entries, 'phase').filter((entry) => entry.phase === 'baseline');
  const [beginMs, endMs] = (['begin', 'end'] as const).map((state) => phase.find((one) => one.state === state)?.atMs);
  const requests = entriesOf(entries, 'http').filter(
    ({ atMs }) => atMs >= (beginMs ?? 0) && atMs <= (endMs ?? Infinity),
  );
  const nobodys = requests.filter(({ workflowId }) => workflowId === undefined).length;
  const failed = entriesOf(entries, 'unattributed-request').filter(({ atMs }) => atMs <= (endMs ?? Infinity)).length;
  if (nobodys <= failed) return [];
  return [
    `${nobodys - failed} of ${count(requests.length, 'request')} in the references (${attributes ? 'attribute() gave null' : 'of no activity or of several at once'}: no points)`,
  ];
}
