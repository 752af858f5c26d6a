import { eventTypeOf } from '../model/event-history.ts';
import type { ClientAction, Job } from '../model/plan.ts';
import { clientOperation } from '../runner/client-operation.ts';
import { elapse } from '../wait.ts';
import type { Followed } from './cut-desk.ts';
import type { DueAction } from './due-actions.ts';
import type { ExplorationContext } from './exploration-context.ts';

const POLL_MS = 25;

/** A workflow that was started, with its client. */
export interface DrivenCase {
  readonly job: Job;
  /** When its start was asked for, on the journal's clock, in milliseconds. */
  readonly startedMs: number;
  /** Resolves once it has ended; rejects with the signal's reason when it aborts. */
  readonly ended: Promise<void>;
}

/**
 * Starts a workflow and carries out its client's actions as they fall due.
 *
 * @param due - at which boundaries they do; null where that isn't known yet: then its event history is looked at
 */
export async function driveCase(
  context: ExplorationContext,
  driven: { readonly job: Job; readonly followed: Followed; readonly due: readonly DueAction[] | null },
): Promise<DrivenCase> {
  const { job, followed, due } = driven;
  const acting = new Set<Promise<void>>();
  const act = (action: ClientAction): void => {
    const done = carryOut(context, job, action).finally(() => acting.delete(done));
    acting.add(done);
  };
  if (due !== null) followed.onPassed = actWhenDue(due, act);
  const startedMs = context.journal.nowMs();
  const { workflowId } = job;
  await clientOperation(context, { action: 'start', workflowId, run: () => context.probes.workflows.start(job) });
  if (due !== null) for (const { action, at } of due) if (at === null) act(action);
  const over = new AbortController();
  const looked = due === null ? actByHistory(context, job, { act, over: over.signal }) : Promise.resolve();
  const ended = context.probes.workflows.closed(workflowId, context.signal).finally(() => over.abort());
  const all = Promise.all([ended, looked]).then(async () => void (await Promise.all(acting)));
  // Whoever waits for it hears of a failure; until then nobody may.
  all.catch(() => undefined);
  return { job, startedMs, ended: all };
}

/** Each action once, whatever is repeated after a crash. */
function actWhenDue(due: readonly DueAction[], act: (action: ClientAction) => void): Followed['onPassed'] {
  const left = new Set(due.filter(({ at }) => at !== null));
  return (boundary) => {
    for (const one of left) {
      if (one.at?.(boundary) !== true) continue;
      left.delete(one);
      act(one.action);
    }
  };
}

async function actByHistory(
  context: ExplorationContext,
  job: Job,
  { act, over }: { readonly act: (action: ClientAction) => void; readonly over: AbortSignal },
): Promise<void> {
  const left = new Set(job.actions);
  const signal = AbortSignal.any([over, context.signal]);
  while (left.size > 0 && !signal.aborted) {
    const { events } = await context.probes.workflows.eventHistory(job.workflowId);
    for (const action of left) {
      const { after } = action;
      const seen = events.filter((event) => after.kind === 'event' && eventTypeOf(event) === after.eventType).length;
      if (after.kind === 'checkpoint' || (after.kind === 'event' && seen < after.nth)) continue;
      left.delete(action);
      act(action);
    }
    await elapse(POLL_MS, signal).catch(() => undefined);
  }
}

async function carryOut(context: ExplorationContext, { workflowId }: Job, action: ClientAction): Promise<void> {
  const { workflows } = context.probes;
  await clientOperation(context, { action: action.kind, workflowId, run: () => workflows.act(workflowId, action) });
}
