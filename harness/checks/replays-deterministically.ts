import { count } from '../model/count.ts';
import { holdsEncoded } from '../model/encoded-payloads.ts';
import { attributesOf, type EventHistory } from '../model/event-history.ts';
import type { Evidence, ReplayRow } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';
import { isBegun, knowsVersions, pathOnVersion, replayPaths } from '../model/replay-paths.ts';
import { type VersionOfReplay, versionsOfReplays } from '../model/task-versions.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, everyPoint, invalid, rowsOf, unknown, valid, withFirst } from './define-check.ts';

/**
 * The workflow code that ran takes the same path again for every event history, whole and from the prefixes.
 *
 * @remarks Only replays of the very bundle that the workers ran count as evidence, for or against. If workers ran
 * several versions, that is the bundle of the worker that completed the last task of what is replayed. Each path that a
 * prefix of any event history takes must have been replayed once, on one of those that take it.
 */
export const replaysDeterministically = defineCheck({
  name: 'replays-deterministically',
  invariant: 'Every event history, whole and in prefixes, replays without error on the bundle that the workers ran.',
  books: ['replays', 'eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const { bundleHash } = evidence.versions;
    if (bundleHash === null) return unknown('It is not known which bundle the workers ran.');
    const build = buildsOf(evidence);
    const rows = rowsOf(evidence.replays).filter((row) => row.bundleHash === build.hashOf(row));
    const others = rowsOf(evidence.replays).length - rows.length;
    const failed = rows.filter((row) => !row.ok);
    const left = failed.filter((row) => row.notReplayed === true);
    const unread = failed.filter((row) => !left.includes(row) && isUnreadable(evidence, row));
    const failures = failed.filter((row) => !left.includes(row) && !unread.includes(row));
    if (failures.length > 0) {
      const violations = failures.map((row) => violationOf(row));
      return invalid(withFirst(`${failures.length} of ${count(rows.length, 'replay')} failed`, violations), violations);
    }
    if (unread.length > 0) return unknown(describeUnread(unread), unread.map(exhibitOf));
    if (left.length > 0) return unknown(describeLeft(left), left.map(exhibitOf));
    const doubt = versionNotKnown(evidence, build.versionOf);
    if (doubt !== null) return doubt;
    if (others > 0) return unknown(`${count(others, 'replay')} ran on another bundle than the workers.`);
    return coverage(evidence, rows, build.versionOf);
  },
});

interface Builds {
  readonly versionOf: VersionOfReplay;
  /** The hash of the bundle that a replay must have run on; undefined if it is not known. */
  hashOf(row: ReplayRow): string | undefined;
}

function buildsOf(evidence: Evidence): Builds {
  const { bundleHash, bundles = {} } = evidence.versions;
  const versionOf = versionsOfReplays(evidence.journal);
  const histories = rowsOf(evidence.eventHistories);
  const hashOf = (row: ReplayRow): string | undefined => {
    const history = histories.find((one) => one.workflowId === row.workflowId && one.runId === row.runId);
    const version = history === undefined ? null : versionOf(history, row.events);
    if (version === undefined) return undefined;
    return version === null ? (bundleHash ?? undefined) : bundles[version];
  };
  return { versionOf, hashOf };
}

/** Whether a replay may have failed only because payloads are encoded, and the system's data converter was not named. */
function isUnreadable(evidence: Evidence, row: ReplayRow): boolean {
  if (row.dataConverter === true) return false;
  return rowsOf(evidence.eventHistories)
    .filter(({ workflowId, runId }) => workflowId === row.workflowId && runId === row.runId)
    .some(({ events, recorded = events }) =>
      recorded.slice(0, row.events).some((event) => holdsEncoded(attributesOf(event))),
    );
}

function describeUnread(unread: readonly ReplayRow[]): string {
  const [first] = unread;
  const what = `${count(unread.length, 'replay')} can't read the payloads of the event history (${first?.workflowId ?? ''})`;
  return `${what}. Give the system's data converter as \`dataConverter\` in chaos.config.ts, or let its replayer use it.`;
}

function describeLeft([first, ...others]: readonly ReplayRow[]): string {
  const reason = (first?.error ?? 'it gave no reason').replace(/\.$/, '');
  return `${count(others.length + 1, 'replay')} could not be made, the first of ${first?.workflowId ?? ''}: ${reason}.`;
}

/** The doubt about event histories of which it is not known on which version to replay them; null if there is none. */
function versionNotKnown(evidence: Evidence, versionOf: VersionOfReplay): ReturnType<typeof unknown> | null {
  const doubtful = rowsOf(evidence.eventHistories).filter((history) => !knowsVersions(history, versionOf));
  const [first] = doubtful;
  if (first === undefined) return null;
  const exhibits = doubtful.map(({ workflowId, runId }) => ({ workflowId, runId, version: null }));
  return unknown(`Which version completed a workflow task of ${first.workflowId} is not known.`, exhibits);
}

function coverage(
  evidence: Evidence,
  rows: readonly ReplayRow[],
  versionOf: VersionOfReplay,
): ReturnType<typeof valid> {
  const histories = rowsOf(evidence.eventHistories).filter((history) => isBegun(history));
  if (histories.length === 0) return unknown('There is no event history to replay.');
  const missing = histories.filter((history) => !rows.some((row) => isWhole(row, history)));
  if (missing.length > 0) {
    const exhibits = missing.map(({ workflowId, runId }) => ({ workflowId, runId, replayed: false }));
    return unknown(`${missing.length} of ${histories.length} event histories were not replayed whole.`, exhibits);
  }
  const prefixes = rows.filter((row) => !row.full).length;
  if (prefixes === 0) return unknown(`${histories.length} event histories replayed whole, but no prefix of any.`);
  const left = pathsLeft(histories, rows, versionOf);
  if (left.length > 0) return unknown(`${count(left.length, 'path')} of prefixes were never replayed.`, left);
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  const numbers = `${histories.length} event histories and ${count(prefixes, 'prefix')}`;
  return valid(`${numbers} replayed without error, ${count(events, 'event')} in all.`);
}

/** One prefix of each path that was not replayed on any event history that takes it. */
function pathsLeft(
  histories: readonly EventHistory[],
  rows: readonly ReplayRow[],
  versionOf: VersionOfReplay,
): readonly Json[] {
  const replayed = new Set(rows.filter((row) => row.ok).map((row) => keyOf(row, row.events)));
  const prefixes = histories.flatMap((history) => replayPaths(history).map((one) => ({ ...one, history })));
  const onVersion = ({ path, history, events }: (typeof prefixes)[number]): string =>
    pathOnVersion(path, versionOf(history, events) ?? null);
  return [...Map.groupBy(prefixes, onVersion).values()]
    .filter((group) => !group.some(({ history, events }) => replayed.has(keyOf(history, events))))
    .flatMap((group) => group.slice(0, 1))
    .map(({ history, events }) => ({ workflowId: history.workflowId, runId: history.runId, events, replayed: false }));
}

function keyOf({ workflowId, runId }: Pick<EventHistory, 'workflowId' | 'runId'>, events: number): string {
  return JSON.stringify([workflowId, runId, events]);
}

function isWhole(row: ReplayRow, history: EventHistory): boolean {
  const same = row.workflowId === history.workflowId && row.runId === history.runId;
  return same && row.full && row.events === history.events.length;
}

function exhibitOf({ workflowId, runId, events, full, error }: ReplayRow): { readonly [key: string]: Json } {
  return { workflowId, runId, events, full, detail: error };
}

function violationOf(row: ReplayRow): ToldViolation {
  const { events, full, error } = row;
  const step = `replay of ${full ? `all ${events} events` : `the first ${count(events, 'event')}`}`;
  const sides = { expected: 'the commands of its event history', actual: 'an error' };
  return { ...exhibitOf(row), violation: 'replay-failed', step, detail: error ?? 'It failed.', ...sides };
}
