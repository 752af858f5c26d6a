import { endOf } from '../../checks/evidence/activity-records.ts';
import { crashedWhenDrained, endedOnRequest } from '../../checks/evidence/ends-on-request.ts';
import { unreadPayloads } from '../../checks/evidence/unread-payloads.ts';
import { expectationsOf, isCompared } from '../../model/compared-items.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { count } from '../../model/count.ts';
import { attributesOf, durationMs, eventsOf } from '../../model/event-history.ts';
import { chainOf } from '../../model/execution-chains.ts';
import { fleetOf } from '../../model/fleets.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import { bad, note, ok, type TrialEvidence, type TrialItem } from './trial-item.ts';
import { requests, service } from './trial-requests.ts';

/** Everything that a trial found out, by the order in which it matters. Pure. */
export function trialItems(config: ChaosConfig, trial: TrialEvidence): readonly TrialItem[] {
  return [
    ...taskQueues(config, trial),
    ...trial.jobs.map((job) => workflow(config, trial, job)),
    ...Object.keys(config.services ?? {}).map((name) => service(config, trial, name)),
    ...requests(trial),
    ...heartbeats(trial),
    ...payloads(trial),
    ...slowDetection(trial),
    ...[null, ...Object.keys(config.fleets ?? {})].map((fleet) => pollers(trial, fleet)),
    ...drains(config, trial),
    ...replays(config),
  ];
}

/** Whether the workers of each fleet poll its task queue. */
function taskQueues({ taskQueue, fleets = {} }: ChaosConfig, { journal }: TrialEvidence): readonly TrialItem[] {
  const polls = entriesOf(journal, 'call').filter(({ method }) => method.startsWith('Poll'));
  const of = (fleet: string | null): readonly EntryOf<'call'>[] =>
    polls.filter(({ component }) => fleetOf(component) === fleet);
  return [
    polledQueue(of(null), { what: 'task queue', field: 'taskQueue', wanted: taskQueue }),
    ...Object.entries(fleets).map(([name, fleet]) => {
      const named = { what: `task queue of ${name}`, field: `fleets.${name}.taskQueue` };
      return polledQueue(of(name), { ...named, wanted: fleet.taskQueue });
    }),
  ];
}

interface WantedQueue {
  readonly what: string;
  readonly field: string;
  readonly wanted: string;
}

function polledQueue(polls: readonly EntryOf<'call'>[], { what, field, wanted }: WantedQueue): TrialItem {
  // A worker's own queues, such as the sticky one, begin with its identity.
  const shared = polls.filter(({ taskQueue: queue, identity = '\0' }) => queue?.startsWith(identity) === false);
  const polled = [...new Set(shared.flatMap(({ taskQueue: queue }) => queue ?? []))];
  if (polled.includes(wanted)) return ok(what, `The worker polls ${wanted}.`);
  if (polled.length === 0) return bad(what, 'No poll was seen.', 'See the log of the worker.');
  const seen = `The worker polls ${polled.join(', ')}, but not ${wanted}.`;
  return bad(what, seen, `Correct \`${field}\`, or the variable that names it.`);
}

function workflow(config: ChaosConfig, { journal, histories }: TrialEvidence, job: Job): TrialItem {
  const { workflowId, workflowType } = job;
  const what = `workflow ${workflowType}`;
  const last = chainOf(histories.filter((one) => one.workflowId === workflowId)).current.at(-1);
  const end = last === undefined ? null : endOf(last);
  if (end !== null && isMeant(job, end)) return ok(what, `${workflowId} ended as ${end}.`);
  const why = lastFailure(journal, workflowId);
  const seen = end === null ? `${workflowId} did not end.` : `${workflowId} ended as ${end}.`;
  if (why !== null) return bad(what, `${seen} ${why}`, 'Correct its input, its services or its variables.');
  const got = entriesOf(journal, 'call').some((call) => call.workflowId === workflowId);
  const advice = got
    ? 'It may wait for a signal: give it in `actions`. See the log of the worker.'
    : `No task of it was taken: is ${workflowType} registered with a worker of ${config.taskQueue}?`;
  return bad(what, seen, advice);
}

/** A failure or a timeout may be meant; only a given end says so. */
function isMeant(job: Job, end: string): boolean {
  return expectationsOf(job).some((expect) =>
    isCompared(expect, 'end') ? end !== 'failed' && end !== 'timed-out' : expect.end === end,
  );
}

function lastFailure(journal: readonly JournalEntry[], workflowId: string): string | null {
  const failed = entriesOf(journal, 'call').filter(
    (call) => call.workflowId === workflowId && call.failure !== undefined,
  );
  const call = failed.at(-1);
  if (call?.failure === undefined) return null;
  const where = call.activityType === undefined ? 'A workflow task' : call.activityType;
  return `${where} failed: ${call.failure.message.split('\n', 1)[0] ?? ''}`;
}

function heartbeats({ journal, histories }: TrialEvidence): readonly TrialItem[] {
  const wanted = histories.flatMap((history) =>
    eventsOf(history, 'ACTIVITY_TASK_SCHEDULED')
      .map(attributesOf)
      .filter(({ heartbeatTimeout }) => (durationMs(heartbeatTimeout) ?? 0) > 0)
      .map(({ activityType }) => (activityType as { readonly name?: string } | undefined)?.name ?? ''),
  );
  const sent = entriesOf(journal, 'call').filter(({ method }) => method === 'RecordActivityTaskHeartbeat');
  return [...new Set(wanted)].map((type) => {
    const own = sent.filter(({ activityType }) => activityType === type).length;
    const what = `heartbeats of ${type}`;
    if (own > 0) return ok(what, `${count(own, 'heartbeat')} reached Temporal.`);
    return note(what, 'It has a heartbeat timeout, and none was sent.', 'Set the throttling of heartbeats to 1 ms.');
  });
}

function payloads({ histories }: TrialEvidence): readonly TrialItem[] {
  const [first] = unreadPayloads(histories);
  if (first === undefined) return [];
  const advice = 'Give `dataConverter` or `codecServer`, or their values are not compared.';
  return [note('payloads', `The harness can't read the ${first}.`, advice)];
}

/** Beyond this an exploration takes minutes, in milliseconds. */
const SOON_MS = 15_000;

/** The activity whose loss Temporal notices last. */
function slowDetection({ histories }: TrialEvidence): readonly TrialItem[] {
  const noticed = histories.flatMap((history) =>
    eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => {
      const { heartbeatTimeout, startToCloseTimeout, activityType } = attributesOf(event);
      const afterMs = durationMs(heartbeatTimeout) || durationMs(startToCloseTimeout) || 0;
      return { afterMs, type: (activityType as { readonly name?: string } | undefined)?.name ?? '' };
    }),
  );
  const [slowest] = noticed.toSorted((a, b) => b.afterMs - a.afterMs);
  if (slowest === undefined || slowest.afterMs <= SOON_MS) return [];
  const seconds = Math.round(slowest.afterMs / 1000);
  const seen = `Temporal notices a lost ${slowest.type} only after ${seconds} s.`;
  const advice = `Each front of an exploration waits that long: give it heartbeats, or a shorter timeout for the tests.`;
  return [note('timeouts', seen, advice)];
}

/** What an exploration with fronts of the usual size needs, of each kind of tasks that a fleet has. */
const ENOUGH_POLLERS = 20;

function pollers({ journal }: TrialEvidence, fleet: string | null): TrialItem {
  const calls = entriesOf(journal, 'call').filter(({ component }) => fleetOf(component) === fleet);
  const what = fleet === null ? 'pollers' : `pollers of ${fleet}`;
  const [workflows, activities] = ['PollWorkflowTaskQueue', 'PollActivityTaskQueue'].map((method) =>
    mostAtOnce(calls.filter((call) => call.method === method)),
  ) as [number, number];
  const seen = `At most ${workflows} polls for workflow tasks and ${activities} for activities were open at once.`;
  const polled = [workflows, activities].filter((most) => most > 0 || fleet === null);
  const least = polled.length === 0 ? 0 : Math.min(...polled);
  if (least >= ENOUGH_POLLERS) return ok(what, seen);
  const advice = `A front needs a poller for each held task: raise the pollers, or explore with --front ${Math.max(1, least)}.`;
  return note(what, seen, advice);
}

function mostAtOnce(calls: readonly EntryOf<'call'>[]): number {
  const steps = calls.flatMap(({ startedMs, atMs }) => [[startedMs, 1] as const, [atMs, -1] as const]);
  let open = 0;
  let most = 0;
  for (const [, step] of steps.toSorted(([a, up], [b, down]) => a - b || up - down)) {
    open += step;
    most = Math.max(most, open);
  }
  return most;
}

function drains({ workers: { drainLimitMs } }: ChaosConfig, trial: TrialEvidence): readonly TrialItem[] {
  const { journal, histories, components } = trial;
  const heard = { journal, eventHistories: { state: 'collected', rows: [...histories] } } as const;
  const workers = components.filter(({ role }) => role === 'worker');
  const lives = workers.flatMap(({ component, incarnations }) =>
    incarnations.slice(-1).map((life) => ({ component, life, fleet: fleetOf(component) })),
  );
  return lives.map(({ component, life, fleet }) => {
    const what = fleet === null ? 'end' : `end of ${fleet}`;
    if (life.purpose === 'unplanned') return bad(what, 'The worker ended by itself.', 'See its log.');
    if (endedOnRequest(life)) return ok(what, 'The worker drains and ends on SIGTERM.');
    if (crashedWhenDrained(heard, component, life))
      return ok(what, `The worker drains on SIGTERM. Then its runtime crashes (${life.signal ?? life.exitCode}).`);
    const how = life.signal === null ? `with exit code ${life.exitCode}` : `by ${life.signal}`;
    return bad(what, `The worker ended ${how} after SIGTERM.`, `It must drain and end within ${drainLimitMs} ms.`);
  });
}

function replays({ workers: { bundle, replayer } }: ChaosConfig): readonly TrialItem[] {
  if (bundle !== null || replayer !== undefined) return [];
  const advice = 'Name a `bundle` or a `replayer` under `workers`.';
  return [note('replays', 'Nothing replays the event histories, so determinism is not judged.', advice)];
}
