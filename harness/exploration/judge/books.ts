import type { EventHistory } from '../../model/event-history.ts';
import type { Book, CheckpointRow, LedgerLine, ReplayRow, TableRow } from '../../model/evidence.ts';
import { keyOfRow } from '../../model/expected-row.ts';
import { digestOf, jsonSchema } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import type { Families } from './families.ts';

/** The books at one moment, whole; each point is judged by its own part of them. */
export interface ExplorationBooks {
  /** All runs of the explored workflows, and of what these started as children. */
  readonly eventHistories: Book<EventHistory>;
  readonly checkpoints: Book<CheckpointRow>;
  readonly effects: Book<LedgerLine>;
  /** Each whole event history, and every prefix by its path (see {@link PathReplays}). */
  readonly replays: Book<ReplayRow>;
  /** Which explored workflow a further one belongs to; left out: there are no further ones. */
  readonly families?: Families;
  readonly tables: Book<TableRow>;
}

/** Reads the books of workflows that have ended, and replays their event histories. */
export async function readBooks(
  context: ExplorationContext,
  workflowIds: readonly string[],
): Promise<ExplorationBooks> {
  const { books } = context.probes;
  const [eventHistories, checkpoints, effects, tables] = await Promise.all([
    books.linkedHistories(workflowIds),
    // The next front may be under way: only entries about these workflows matter, and they have ended.
    books.checkpoints({ growing: true }),
    books.effects(),
    books.tables({ growing: true }),
  ]);
  const { families } = context;
  if (eventHistories.state === 'collected') families.learn(eventHistories.rows, workflowIds);
  const replays = await replaysOf(context, eventHistories);
  return { eventHistories, replays, checkpoints, effects, families, tables };
}

async function replaysOf(context: ExplorationContext, histories: Book<EventHistory>): Promise<Book<ReplayRow>> {
  const { replayer } = context.probes;
  if (replayer === null) return { state: 'unavailable', reason: 'there is no workflow bundle to replay with' };
  if (histories.state === 'unavailable') return histories;
  const replays = await replayer.replay(histories.rows, context.signal);
  if (replays.state === 'unavailable') return replays;
  context.paths.learn(histories.rows, replays);
  const prefixes = histories.rows.flatMap((history) => context.paths.of(history));
  return { state: 'collected', rows: [...replays.rows.filter(({ full }) => full), ...prefixes] };
}

/** The part of a book that is about one workflow. */
export function partOf<T>(book: Book<T>, isAbout: (row: T) => boolean): Book<T> {
  return book.state === 'collected' ? { state: 'collected', rows: book.rows.filter(isAbout) } : book;
}

/** Whether an effect is about a workflow: who asked says so, or its subject. What a child of it did is about it too. */
export function isEffectOf(workflowId: string, families?: Families): (line: LedgerLine) => boolean {
  const isMember = isMemberOf(workflowId, families);
  return ({ activity, subject }) =>
    (activity !== null && isMember(activity.workflowId)) || Object.values(subject).some((value) => isMember(value));
}

/** Whether a workflow is the explored one, or belongs to it. */
export function isMemberOf(workflowId: string, families?: Families): (id: string | number) => boolean {
  return (id) => id === workflowId || (typeof id === 'string' && families?.has(id, workflowId) === true);
}

type Own = Pick<Job, 'workflowId' | 'expect'>;

/** Whether a row of a table is about a workflow: its key is the workflow's id, or one that its job expects a row under. */
export function isRowOf({ workflowId, expect }: Own): (row: TableRow) => boolean {
  const expected = expect.rows ?? [];
  return ({ table, key }) =>
    key === workflowId || expected.some((row) => row.table === table && keyOfRow(row, workflowId) === key);
}

/** The content of all that services hold of a workflow: another digest means that something was written since. */
export function digestOfOwn(
  { checkpoints, effects, tables, families }: Omit<ExplorationBooks, 'eventHistories' | 'replays'>,
  job: Own,
): string {
  const own = [
    partOf(checkpoints, (row) => isMemberOf(job.workflowId, families)(row.workflowId)),
    partOf(effects, isEffectOf(job.workflowId, families)),
    partOf(tables, isRowOf(job)),
  ];
  return digestOf(jsonSchema.parse(own));
}
