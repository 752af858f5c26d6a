import pMap from 'p-map';
import { nthEvent } from '../model/event-history.ts';
import { entriesOf } from '../model/journal.ts';
import { type ClientAction, clientActions, type Job } from '../model/plan.ts';
import { elapse, waitFor } from '../wait.ts';
import { clientOperation } from './client-operation.ts';
import { LoadEnd } from './load-end.ts';
import { RetryingProbe, unlessNotFound } from './retrying-probe.ts';
import type { RunContext } from './run-context.ts';

const STARTS_AT_ONCE = 10;
const POLL_MS = 50;

/** The load of a run: every job started, and every action of a client carried out when it is due. */
export interface Load {
  /** All starts have been answered, one way or the other. */
  readonly started: Promise<void>;
  /** How many workflows still ran when the limit of the load came; 0 when all had ended that have to end. */
  readonly ended: Promise<number>;
}

/**
 * Starts the load: each job when it is due, and each action of a client as soon as it is due, while others still start.
 *
 * @remarks Rejections of its promises are the caller's to await; none is left unhandled meanwhile.
 */
export function driveJobs(context: RunContext, limitMs: number, canaries: readonly string[] = []): Load {
  const startMs = performance.now();
  const begun = new Set<string>();
  const started = startAll(context, { startMs, begun });
  const due = new Set<DueAction>(
    context.plan.workload.flatMap((job) => clientActions(job).map((action) => ({ job, action }))),
  );
  const acting = new Set<Promise<void>>();
  const looks = new RetryingProbe(context);
  const progress = {
    context,
    due,
    begun,
    acting,
    looks,
    end: new LoadEnd(context, looks, canaries),
    endMs: startMs + limitMs,
  };
  const watched = untilEnded(progress);
  const ended = Promise.all([watched, started, actUntil(progress, watched)]).then(([running]) => running);
  started.catch(() => undefined);
  ended.catch(() => undefined);
  return { started, ended };
}

interface Starting {
  readonly startMs: number;
  /** The workflow ids whose start has been answered, one way or the other. */
  readonly begun: Set<string>;
}

async function startAll(context: RunContext, { startMs, begun }: Starting): Promise<void> {
  const start = async (job: Job, fromMs: number): Promise<void> => {
    context.signal.throwIfAborted();
    const waitMs = fromMs + (job.startAfterMs ?? 0) - performance.now();
    if (waitMs > 0) await elapse(waitMs, context.signal);
    await startOne(context, job);
    begun.add(job.workflowId);
  };
  const groups = Map.groupBy(context.plan.workload, (job) => faultBefore(context, job));
  const starting = [...groups].map(async ([faultId, jobs]) => {
    if (faultId !== null) await untilHealed(context, faultId);
    const fromMs = faultId === null ? startMs : performance.now();
    const inTurn = jobs.toSorted((a, b) => (a.startAfterMs ?? 0) - (b.startAfterMs ?? 0));
    await pMap(inTurn, (job) => start(job, fromMs), { concurrency: STARTS_AT_ONCE });
  });
  await Promise.all(starting);
}

/** The fault of the plan that must be healed before a job is started; null: none. */
function faultBefore({ plan }: RunContext, { startAfterFault }: Job): string | null {
  return plan.schedule.find(({ id }) => id === startAfterFault)?.id ?? null;
}

/** A fault that was never in force is over too: the verdict says that it did not land. */
async function untilHealed({ journal, signal }: RunContext, faultId: string): Promise<void> {
  const isOver = (): true | undefined =>
    entriesOf(journal.entries(), 'fault').some(
      (entry) => entry.faultId === faultId && (entry.step === 'healed' || entry.step === 'failed'),
    ) || undefined;
  await waitFor(isOver, {
    what: `the fault ${faultId} to be healed`,
    // The limit of the phase comes first, which aborts the signal.
    limitMs: Number.POSITIVE_INFINITY,
    signal,
    everyMs: POLL_MS,
  });
}

async function startOne(context: RunContext, job: Job): Promise<void> {
  const { workflowId } = job;
  await clientOperation(context, { action: 'start', workflowId, run: () => context.probes.workflows.start(job) });
}

interface DueAction {
  readonly job: Job;
  readonly action: ClientAction;
  /** When it may be carried out, once that is known. */
  dueMs?: number;
}

interface Progress {
  readonly context: RunContext;
  readonly due: Set<DueAction>;
  readonly begun: ReadonlySet<string>;
  /** Actions that are under way. */
  readonly acting: Set<Promise<void>>;
  readonly looks: RetryingProbe;
  readonly end: LoadEnd;
  readonly endMs: number;
}

/** One look a round serves all jobs: whether anything still runs that has to end. */
async function untilEnded(progress: Progress): Promise<number> {
  const { context, looks, end, endMs } = progress;
  let running = context.plan.workload.length;
  const look = async (): Promise<true | undefined> => {
    const counted = await looks.at('workflows running', () => context.probes.workflows.countRunning());
    running = counted ?? running;
    const all = progress.begun.size === context.plan.workload.length;
    const over = all && (await end.isReached(counted));
    if (over) running = 0;
    return over || performance.now() >= endMs ? true : undefined;
  };
  const limitMs = Math.max(0, endMs - performance.now()) + 30_000;
  const what = 'the workflows to be looked at';
  await waitFor(look, { what, limitMs, signal: context.signal, everyMs: POLL_MS });
  return running;
}

/**
 * Carries out actions as they fall due, until the promise settles; then waits for those that are under way.
 *
 * @remarks Apart from the looks at what runs, which are held up while Temporal is away.
 */
async function actUntil(progress: Progress, over: Promise<unknown>): Promise<void> {
  const end = new AbortController();
  const settled = (): void => end.abort();
  over.then(settled, settled);
  const signal = AbortSignal.any([end.signal, progress.context.signal]);
  while (!signal.aborted && progress.due.size > 0) {
    await actOnDue(progress);
    await elapse(POLL_MS, signal).catch(() => undefined);
  }
  await Promise.all(progress.acting);
}

/** An action under way is not awaited: while a server is down, others fall due. */
async function actOnDue(progress: Progress): Promise<void> {
  const due = [...progress.due].filter(({ job }) => progress.begun.has(job.workflowId));
  if (due.length === 0) return;
  const byCheckpoint = due.some((one) => one.dueMs === undefined && one.action.after.kind === 'checkpoint');
  // A failed read of this round is tried again in the next.
  const { books } = progress.context.probes;
  const visible = byCheckpoint ? await progress.looks.at('checkpoints', () => books.visibleCheckpoints()) : undefined;
  for (const one of due) {
    if (one.dueMs === undefined && (await isDue(progress, one, visible))) {
      one.dueMs = performance.now() + (one.action.delayMs ?? 0);
    }
    if (one.dueMs === undefined || performance.now() < one.dueMs) continue;
    progress.due.delete(one);
    const acting = carryOut(progress.context, one).finally(() => progress.acting.delete(acting));
    progress.acting.add(acting);
  }
}

async function isDue(
  { context, looks }: Progress,
  { job, action }: DueAction,
  visible: ReadonlySet<string> | undefined,
): Promise<boolean> {
  const { after } = action;
  if (after.kind === 'started') return true;
  if (after.kind === 'checkpoint') return visible?.has(`${job.workflowId}/${after.stage}`) ?? false;
  const history = await looks.at(`event history of ${job.workflowId}`, () =>
    unlessNotFound(context.probes.workflows.eventHistory(job.workflowId)),
  );
  return history !== undefined && nthEvent(history, after) !== undefined;
}

async function carryOut(context: RunContext, { job, action }: DueAction): Promise<void> {
  const run = (): Promise<void> => context.probes.workflows.act(job.workflowId, action);
  await clientOperation(context, { action: action.kind, workflowId: job.workflowId, run });
}
