import { attributesOf, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { valueAt } from '../../model/json.ts';
import { type Call, type HandOut, handOuts } from '../evidence/hand-outs.ts';
import { runOfTask } from '../evidence/run-of-task.ts';
import { answersIn } from '../evidence/task-answers.ts';
import { isStruck, type Strike } from './strikes.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * How long a dispatched task had waited for a free slot, in milliseconds: the server offered it, each worker that serves
 * its task queue was at work, and none asked for more.
 *
 * @remarks A worker takes a slot before it polls, so an open poll is a free slot. Time with an open poll is the server's
 * and isn't counted, unless the poll brought another task that had been waiting already. Nor is time counted in which
 * no worker worked: a worker that holds nothing and doesn't poll has no excuse. A struck worker's tasks fill its slots
 * only from the healing on.
 * @param fromMs - the earliest instant that counts: workers were absent until then
 * @param turnaroundMs - how long a worker may take from an answer to its next poll
 */
export function slotWaitMs(
  evidence: Evidence,
  task: HandOut,
  { strike, fromMs, turnaroundMs }: { readonly strike: Strike; readonly fromMs: number; readonly turnaroundMs: number },
): number {
  const { dueMs, atMs } = task;
  const taskQueue = queueOf(evidence, task);
  if (dueMs === null || taskQueue === null) return 0;
  const window = { fromMs: Math.max(dueMs, fromMs), toMs: atMs };
  // What a healthy worker needs to ask again is no wait.
  if (window.toMs - window.fromMs <= turnaroundMs) return 0;
  const polls = pollsOf(evidence, { ...task, taskQueue });
  const free = polls.map((poll) => idleSpan(poll, task)).filter((span) => overlap(span, window));
  const busy = workSpans(evidence, { task, polls, strike, turnaroundMs }).filter((span) => overlap(span, window));
  const edges = [window, ...free, ...busy].flatMap(({ fromMs: begin, toMs: end }) => [begin, end]);
  const cuts = [...new Set(edges)]
    .filter((edge) => edge >= window.fromMs && edge <= window.toMs)
    .toSorted((a, b) => a - b);
  return cuts.slice(1).reduce((sum, end, index) => {
    const piece = { fromMs: cuts[index] ?? end, toMs: end };
    const waits = busy.some((span) => overlap(span, piece)) && !free.some((span) => overlap(span, piece));
    return sum + (waits ? piece.toMs - piece.fromMs : 0);
  }, 0);
}

/**
 * The task queue in which the server offered a task.
 *
 * @remarks A poll of a worker's sticky queue brings tasks of the normal one too. The event history says which it was.
 */
function queueOf(evidence: Evidence, task: HandOut): string | null {
  const history = task.task === 'workflow' ? runOfTask(evidence, task) : undefined;
  if (history === undefined) return task.taskQueue;
  const started = eventsOf(history, 'WORKFLOW_TASK_STARTED').find(({ eventId }) => eventId === task.startedEventId);
  const scheduledEventId = started === undefined ? undefined : textAttribute(started, 'scheduledEventId');
  const scheduled = eventsOf(history, 'WORKFLOW_TASK_SCHEDULED').find(({ eventId }) => eventId === scheduledEventId);
  const name = scheduled === undefined ? undefined : valueAt(attributesOf(scheduled)['taskQueue'], 'name');
  return typeof name === 'string' ? name : task.taskQueue;
}

/** The polls that asked the same task queue for tasks of the same kind. */
function pollsOf({ journal }: Evidence, { task, taskQueue }: HandOut): readonly Call[] {
  const method = task === 'activity' ? 'PollActivityTaskQueue' : 'PollWorkflowTaskQueue';
  return entriesOf(journal, 'call').filter((call) => call.method === method && call.taskQueue === taskQueue);
}

/** When a poll waited for work: until it ended, or until the other task that it brought was there. */
function idleSpan(poll: Call, task: HandOut): Span {
  const [brought] = handOuts([poll]);
  const own = poll.atMs === task.atMs && poll.component === task.component;
  const toMs = own || brought === undefined ? poll.atMs : (brought.dueMs ?? poll.atMs);
  return { fromMs: poll.startedMs, toMs: Math.max(poll.startedMs, toMs) };
}

/** When workers that serve the task queue held tasks from it, each with the turn-around to the next poll. */
function workSpans(
  { journal }: Evidence,
  {
    task,
    polls,
    strike,
    turnaroundMs,
  }: {
    readonly task: HandOut;
    readonly polls: readonly Call[];
    readonly strike: Strike;
    readonly turnaroundMs: number;
  },
): readonly Span[] {
  const calls = entriesOf(journal, 'call');
  const answersTo = answersIn(journal);
  const exits = entriesOf(journal, 'component').filter((entry) => entry.change === 'exited');
  return polls
    .filter((poll) => poll.atMs <= task.atMs)
    .flatMap((poll) => handOuts([poll]))
    .map((held) => {
      const answered = answersTo(held)[0];
      const exit = exits.find((one) => one.component === held.component && one.incarnation === held.incarnation);
      const struck = isStruck(calls, strike, held) && held.atMs <= (strike.healedMs ?? Number.POSITIVE_INFINITY);
      const fromMs = struck ? Math.max(held.atMs, strike.healedMs ?? Number.POSITIVE_INFINITY) : held.atMs;
      const endMs = answered === undefined ? Number.POSITIVE_INFINITY : answered.atMs + turnaroundMs;
      return { fromMs, toMs: Math.min(endMs, exit?.atMs ?? Number.POSITIVE_INFINITY) };
    })
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}

function overlap(one: Span, other: Span): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs;
}
