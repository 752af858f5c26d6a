import { asStarted } from '../model/as-started.ts';
import type { Book, Evidence } from '../model/evidence.ts';
import { API } from '../model/plan.ts';
import type { Component, Stack } from '../model/stack.ts';
import { waitFor } from '../wait.ts';
import { observeAll } from './observe.ts';
import { readStill } from './read-still.ts';
import type { ReplayAhead } from './replay-ahead.ts';
import type { RunContext } from './run-context.ts';

/** The books of a run, without what is computed from them. */
export type Books = Pick<Evidence, 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'tables' | 'components'>;

/**
 * Quiescence: every incarnation drained and gone, no open call, every connection closed; only then are books read.
 *
 * @remarks With no client left to ask, the only writes that can follow are those of requests that a client gave up on
 * (seen with Supabase). {@link collect} reads until none does.
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
export async function collect(context: RunContext, gathered: Gathered, signal: AbortSignal): Promise<Books> {
  const [{ eventHistories, replays }, { checkpoints, effects, tables }] = await Promise.all([
    temporalBooks(context, gathered, signal),
    serviceBooks(context, signal),
  ]);
  const still = <T>(book: Book<T>): Book<T> => ifNoneLives(context.stack, book);
  return {
    eventHistories: still(eventHistories),
    replays,
    checkpoints: still(checkpoints),
    effects: still(effects),
    tables: still(tables),
    components: { state: 'collected', rows: context.stack.lives() },
  };
}

async function temporalBooks(
  context: RunContext,
  { ahead, canaries }: Gathered,
  signal: AbortSignal,
): Promise<Pick<Books, 'eventHistories' | 'replays'>> {
  const { workload, references = [] } = context.plan;
  const jobs = [...workload, ...references.flatMap(({ runs }) => runs)];
  const planned = asStarted(jobs, context.journal.entries()).map((job) => job.workflowId);
  const read = await context.probes.books.eventHistories(planned, new Set(canaries));
  const eventHistories = ifNoneLives(context.stack, read);
  return { eventHistories, replays: await ahead.finish(eventHistories, signal) };
}

/** How far apart two readings are that must agree, and how long they may disagree, in milliseconds. */
const stillness = { betweenMs: 250, limitMs: 10_000 } as const;

type ServiceBooks = Pick<Books, 'checkpoints' | 'effects' | 'tables'>;

async function serviceBooks({ probes: { books } }: RunContext, signal: AbortSignal): Promise<ServiceBooks> {
  const read = async (): Promise<ServiceBooks> => {
    const [checkpoints, effects, tables] = await Promise.all([books.checkpoints(), books.effects(), books.tables()]);
    return { checkpoints, effects, tables };
  };
  const restless = { state: 'unavailable', reason: RESTLESS } as const;
  const all = { checkpoints: restless, effects: restless, tables: restless };
  return (await readStill(read, { ...stillness, signal })) ?? all;
}

const RESTLESS = `the services still changed their books ${stillness.limitMs} ms after the last client was gone`;

/** The clients of Temporal, which change the books: the workers, and the system's API. */
function clientsOf(stack: Pick<Stack, 'components' | 'workers'>): readonly Component[] {
  return [...stack.components().filter(({ role }) => role === API), ...stack.workers()];
}

function ifNoneLives<T>(stack: Pick<Stack, 'components' | 'workers'>, book: Book<T>): Book<T> {
  const alive = clientsOf(stack).filter((client) => client.running);
  if (alive.length === 0) return book;
  const names = alive.map(({ name }) => name).join(', ');
  return { state: 'unavailable', reason: `${names} lived while it was read and could have changed it` };
}
