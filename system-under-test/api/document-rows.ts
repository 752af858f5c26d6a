import { createSupabase, type SupabaseOptions } from '../activities/checkpoint-store.ts';

/** The row of a document, which follows its checkpoints. */
export interface DocumentRow {
  readonly status: string;
  readonly updatedAt: string;
}

/** Reads the rows of documents. */
export interface DocumentRows {
  /** The row of a document; null if there is none, or Supabase doesn't answer in time. */
  find(document: string): Promise<DocumentRow | null>;
}

/** The rows of documents in Supabase. */
export function documentRows(options: SupabaseOptions): DocumentRows {
  const supabase = createSupabase(options, () => ({}));
  return {
    async find(document) {
      // The client's own retries of reads would outlast the limit of the request.
      const found = await supabase
        .from('documents')
        .select('status, updated_at')
        .eq('workflow_id', document)
        .retry(false);
      if (found.error) {
        console.error(`Supabase does not answer: ${found.error.message}`);
        return null;
      }
      const [row] = found.data as readonly { readonly status: string; readonly updated_at: string }[];
      return row === undefined ? null : { status: row.status, updatedAt: row.updated_at };
    },
  };
}
