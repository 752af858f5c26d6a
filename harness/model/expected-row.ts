import { z } from 'zod';
import { jsonSchema } from './json.ts';

/** Schema of an {@link ExpectedRow}. */
export const expectedRowSchema = z.strictObject({
  /** One of the `tables` of the subject. */
  table: z.string().min(1),
  /** The value of the table's key column; if left out, the workflow's id. */
  key: z.union([z.string(), z.number()]).optional(),
  /** Columns and their values as the API of Supabase returns them; other columns are not judged. */
  columns: z.record(z.string(), jsonSchema),
  /** How many such rows there must be; if left out, one. */
  times: z.int().nonnegative().optional(),
});

/**
 * A row that must be in a table of the subject at the end. A key has no more rows than the job expects of it.
 *
 * @example
 * const paid: ExpectedRow = { table: 'orders', key: 'order-1', columns: { status: 'paid', cents: 4200 } };
 */
export type ExpectedRow = z.infer<typeof expectedRowSchema>;

/** Whether a job of a plan expects a row. */
export function expectsRows({ workload }: ExpectingRows): boolean {
  return workload.some(({ expect }) => (expect.rows ?? []).length > 0);
}

interface ExpectingRows {
  readonly workload: readonly { readonly expect: { readonly rows?: readonly ExpectedRow[] | undefined } }[];
}

/** The key of an expected row, as {@link TableRow} holds it. */
export function keyOfRow({ key }: Pick<ExpectedRow, 'key'>, workflowId: string): string {
  return String(key ?? workflowId);
}
