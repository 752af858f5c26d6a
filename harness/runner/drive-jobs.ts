import { waitFor } from '../wait.ts';
import { ClientActions } from './client-actions.ts';
import type { CommandOfJob } from './command-of-job.ts';
import { LoadEnd } from './load-end.ts';
import { RetryingProbe } from './retrying-probe.ts';
import type { RunContext } from './run-context.ts';
import { startJobs } from './start-jobs.ts';

const POLL_MS = 50;
/** How long what commands started last may take at least, in milliseconds. */
const AFTER_COMMANDS_MS = 5000;

/** The load of a run: every job started, and every action of a client carried out when it is due. */
export interface Load {
  /** All starts have been answered, one way or the other. */
  readonly started: Promise<void>;
  /**
   * How many workflows still ran when the limit of the load came; 0 when all had ended that have to end. The commands that
   * started them have ended then.
   */
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
  const commands: CommandOfJob[] = [];
  const started = startJobs(context, { startMs, begun, commands });
  const looks = new RetryingProbe(context);
  const end = new LoadEnd(context, looks, canaries);
  const progress = { context, begun, looks, end, endMs: startMs + limitMs };
  const watched = untilEnded(progress);
  const acted = new ClientActions(context, looks).carryOutUntil(watched, begun);
  const ended = Promise.all([watched, started, acted]).then(async ([running]) => {
    await Promise.all(commands.map((command) => command.finish(running === 0)));
    // After the end of its workflow a program may have started others.
    if (commands.length === 0 || running > 0) return running;
    return untilEnded({ ...progress, endMs: Math.max(progress.endMs, performance.now() + AFTER_COMMANDS_MS) });
  });
  started.catch(() => undefined);
  ended.catch(() => undefined);
  return { started, ended };
}

interface Progress {
  readonly context: RunContext;
  readonly begun: ReadonlySet<string>;
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
