import { eventTypeOf } from '../model/event-history.ts';
import type { ClientAction, Job } from '../model/plan.ts';
import { waitFor } from '../wait.ts';
import { clientOperation } from './client-operation.ts';
import { PatientLooks, unlessNotFound } from './patient-looks.ts';
import type { RunContext } from './run-context.ts';

const STARTS_AT_ONCE = 10;
const POLL_MS = 50;

/** The load of a run: every job started, and every action of a client carried out when it is due. */
export interface Load {
  /** All starts have been answered, one way or the other. */
  readonly started: Promise<void>;
  /** How many workflows still ran when the load ended or its limit came; 0 when all ended. */
  readonly ended: Promise<number>;
}

/** Starts the load. Rejections of its promises are the caller's to await; none is left unhandled meanwhile. */
export function driveJobs(context: RunContext, limitMs: number): Load {
  const started = startAll(context);
  const ended = started.then(async () => {
    const due = new Set(context.plan.workload.flatMap((job) => job.actions.map((action) => ({ job, action }))));
    return await untilEnded({ context, due, limitMs, looks: new PatientLooks(context) });
  });
  started.catch(() => undefined);
  ended.catch(() => undefined);
  return { started, ended };
}

async function startAll(context: RunContext): Promise<void> {
  const waiting = [...context.plan.workload];
  const next = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      context.signal.throwIfAborted();
      await startOne(context, job);
    }
  };
  await Promise.all(Array.from({ length: STARTS_AT_ONCE }, next));
}

async function startOne(context: RunContext, job: Job): Promise<void> {
  const { workflowId } = job;
  await clientOperation(context, { action: 'start', workflowId, run: () => context.probes.workflows.start(job) });
}

interface DueAction {
  readonly job: Job;
  readonly action: ClientAction;
}

interface Progress {
  readonly context: RunContext;
  readonly due: Set<DueAction>;
  readonly limitMs: number;
  readonly looks: PatientLooks;
}

/** One look a round serves all jobs: which actions are due, and whether anything still runs. */
async function untilEnded(progress: Progress): Promise<number> {
  const { context, looks } = progress;
  const endMs = performance.now() + progress.limitMs;
  let running = context.plan.workload.length;
  const look = async (): Promise<true | undefined> => {
    await actOnDue(progress);
    const counted = await looks.at('workflows running', () => context.probes.workflows.countRunning());
    running = counted ?? running;
    const none = counted === 0 && (await looks.at('workflows', () => noneRuns(context))) === true;
    return none || performance.now() >= endMs ? true : undefined;
  };
  const limitMs = progress.limitMs + 30_000;
  const what = 'the workflows to be looked at';
  await waitFor(look, { what, limitMs, signal: context.signal, everyMs: POLL_MS });
  return running;
}

/** Visibility lags behind; only each workflow's own state is proof. A start that was refused left no workflow. */
async function noneRuns(context: RunContext): Promise<boolean> {
  const ids = context.plan.workload.map((job) => job.workflowId);
  const states = await Promise.all(ids.map((workflowId) => context.probes.workflows.state(workflowId)));
  return states.every((state) => state?.running !== true);
}

async function actOnDue(progress: Progress): Promise<void> {
  const { context, due } = progress;
  if (due.size === 0) return;
  const byCheckpoint = [...due].some((one) => one.action.after.kind === 'checkpoint');
  // What can't be read in this round is looked at again in the next.
  const { books } = context.probes;
  const visible = byCheckpoint ? await progress.looks.at('checkpoints', () => books.visibleCheckpoints()) : undefined;
  for (const one of due) {
    if (!(await isDue(progress, one, visible))) continue;
    due.delete(one);
    await carryOut(context, one);
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
  const seen = history?.events.filter((event) => eventTypeOf(event) === after.eventType).length ?? 0;
  return seen >= after.nth;
}

async function carryOut(context: RunContext, { job, action }: DueAction): Promise<void> {
  const run = (): Promise<void> => context.probes.workflows.act(job.workflowId, action);
  await clientOperation(context, { action: action.kind, workflowId: job.workflowId, run });
}
