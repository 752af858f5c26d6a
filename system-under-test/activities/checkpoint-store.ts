import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { ApplicationFailure } from '@temporalio/activity';
import { activityHeaders } from './activity-headers.ts';

/** A row that says how far a workflow is. */
export interface CheckpointRow {
  readonly workflow_id: string;
  readonly stage: string;
  readonly activity_id: string;
  readonly attempt: number;
  /** SHA-256 of the canonical JSON of the work that the row stands for. */
  readonly digest: string;
  /** The document's status from here on; the database copies it to the document's row. */
  readonly status: string;
}

/** The store of the checkpoints. */
export interface CheckpointStore {
  /** Writes a row unless it is there already, and makes sure that the one that is there says the same. */
  save(row: CheckpointRow): Promise<void>;
}

/** The address and key of Supabase, and how long it may take to answer, in milliseconds. */
export interface SupabaseOptions {
  readonly url: string;
  readonly key: string;
  readonly timeoutMs: number;
}

/** The name of the table of checkpoints. */
export const checkpointTable = 'checkpoints';

/**
 * A client of Supabase, each of whose requests ends in time and says who asks; by default, which attempt of an activity.
 *
 * @remarks supabase-js' own `db.timeout` covers its database calls only, so the limit is set on `fetch`.
 */
export function createSupabase(
  { url, key, timeoutMs }: SupabaseOptions,
  asker: () => Readonly<Record<string, string>> = activityHeaders,
): SupabaseClient {
  const limitedFetch: typeof fetch = (input, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(asker())) headers.set(name, value);
    return fetch(input, { ...init, headers, signal });
  };
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: limitedFetch },
  });
}

/**
 * Checkpoints in Supabase.
 *
 * @throws ApplicationFailure of type `CheckpointConflict`, not retryable, where another result is already written down
 * for the stage; an Error, which can be retried, where Supabase doesn't do as asked.
 */
export function createCheckpointStore(supabase: SupabaseClient): CheckpointStore {
  return {
    async save(row) {
      const inserted = await supabase
        .from(checkpointTable)
        .upsert(row, { onConflict: 'workflow_id,stage', ignoreDuplicates: true })
        .select('digest');
      if (inserted.error) throw storeFailure('write the checkpoint', row, inserted.error);
      const [digest] = inserted.data.length > 0 ? inserted.data : await readBack(supabase, row);
      if (digest?.digest !== row.digest) throw conflict(row);
    },
  };
}

/** The error of a request to Supabase that failed; Temporal tries it again. */
export function storeFailure(what: string, row: CheckpointRow, error: { code: string; message: string }): Error {
  const where = `"${row.stage}" of ${row.workflow_id}`;
  const why = `${error.code} ${error.message}`.trim();
  return new Error(`Expected Supabase to ${what} ${where}, but it answered: ${why}. Temporal tries it again.`);
}

async function readBack(supabase: SupabaseClient, row: CheckpointRow): Promise<readonly { digest: unknown }[]> {
  // The client's own retries of reads would outlast the activity's timeout.
  const found = await supabase
    .from(checkpointTable)
    .select('digest')
    .eq('workflow_id', row.workflow_id)
    .eq('stage', row.stage)
    .retry(false);
  if (found.error) throw storeFailure('read the checkpoint', row, found.error);
  return found.data;
}

function conflict(row: CheckpointRow): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `Expected checkpoint "${row.stage}" of ${row.workflow_id} to stand for this work, but it stands for another.`,
    'CheckpointConflict',
  );
}
