import type { Book, Evidence } from '../model/evidence.ts';
import { API } from '../model/plan.ts';
import type { Component, Stack } from '../model/stack.ts';
import { waitFor } from '../wait.ts';
import { observeAll } from './observe.ts';
import type { ReplayAhead } from './replay-ahead.ts';
import type { RunContext } from './run-context.ts';

/** The books of a run, without what is computed from them. */
export type Books = Pick<Evidence, 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'components'>;

/**
 * Quiescence: every incarnation drained and gone, no open call, every connection closed; only then are books read.
 *
 * @remarks A request that its client gave up on may still be executed (seen with Supabase); with no client left to ask,
 * no write can follow the reading.
 */
export async function quiesce(context: RunContext, signal: AbortSignal): Promise<void> {
  const { stack } = context;
  await observeAll(stack);
  // Dead workers too: a restart policy may bring back one that died just now.
  const clients = clientsOf(stack);
  const begun = clients.filter((client) => client.incarnation > 0);
  await Promise.all(begun.map((client) => client.stop('drain', context.parts.drainLimitMs)));
  await Promise.all(clients.map(({ name, incarnation }) => stack.gateway.connectionsClosed(name, incarnation, signal)));
  await waitFor(() => (stack.gateway.openCalls() === 0 ? true : undefined), {
    what: 'every call through the gateway to end',
    limitMs: 10_000,
    signal,
  });
}

/** The facts from earlier phases that collecting needs. */
export interface Gathered {
  readonly ahead: ReplayAhead;
  /** The workflow ids of the canaries: the harness's own, and no part of what is judged. */
  readonly canaries: readonly string[];
}

/**
 * Reads all books. An unreadable one is `unavailable`, and all are where a worker lived that might have written
 * meanwhile; that is for the checks to judge.
 */
export async function collect(context: RunContext, { ahead, canaries }: Gathered, signal: AbortSignal): Promise<Books> {
  const { books } = context.probes;
  const planned = context.plan.workload.map((job) => job.workflowId);
  const read = await Promise.all([
    books.eventHistories(planned, new Set(canaries)),
    books.checkpoints(),
    books.effects(),
  ]);
  const alive = clientsOf(context.stack).filter((client) => client.running);
  const still = <T>(book: Book<T>): Book<T> => (alive.length === 0 ? book : unstill(alive));
  const eventHistories = still(read[0]);
  const [checkpoints, effects] = [still(read[1]), still(read[2])];
  const replays = await ahead.finish(eventHistories, signal);
  const components = { state: 'collected', rows: context.stack.lives() } as const;
  return { eventHistories, replays, checkpoints, effects, components };
}

/** The clients of Temporal, which change the books: the workers, and the system's API. */
function clientsOf(stack: Pick<Stack, 'components' | 'workers'>): readonly Component[] {
  return [...stack.components().filter(({ role }) => role === API), ...stack.workers()];
}

function unstill(alive: readonly { readonly name: string }[]): {
  readonly state: 'unavailable';
  readonly reason: string;
} {
  const names = alive.map(({ name }) => name).join(', ');
  return { state: 'unavailable', reason: `${names} lived while it was read and could have changed it` };
}
