import type { EventHistory } from '../../model/event-history.ts';
import type { Book, CheckpointRow, LedgerLine, TableRow } from '../../model/evidence.ts';
import { keyOfRow } from '../../model/expected-row.ts';
import type { Job } from '../../model/plan.ts';
import type { Families } from './families.ts';

/** The books by which a workflow is compared with runs of it without a fault. */
export interface ComparedBooks {
  /** All runs of the compared workflows, and of what these started as children. */
  readonly eventHistories: Book<EventHistory>;
  readonly checkpoints: Book<CheckpointRow>;
  readonly effects: Book<LedgerLine>;
  readonly tables: Book<TableRow>;
  /** Which compared workflow a further one belongs to; left out: there are no further ones. */
  readonly families?: Families;
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

/** A workflow whose rows are looked for. */
export type Own = Pick<Job, 'workflowId' | 'expect'>;

/** Whether a row of a table is about a workflow: its key is the workflow's id, or one that its job expects a row under. */
export function isRowOf({ workflowId, expect }: Own): (row: TableRow) => boolean {
  const expected = expect.rows ?? [];
  return ({ table, key }) =>
    key === workflowId || expected.some((row) => row.table === table && keyOfRow(row, workflowId) === key);
}
