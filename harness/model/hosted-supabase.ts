import { createHash } from 'node:crypto';

/** A Supabase that was there before the run and will be there after it, with what the run calls its own in it. */
export interface HostedSupabase {
  /** Without a slash at its end. */
  readonly url: string;
  /** The service role's key. Secret: never journalled, logged or reported. */
  readonly key: string;
  /** The prefix of every workflow id of this run: rows of other ids belong to other systems. */
  readonly mark: string;
  /** The tables that get rows of a workflow, and the column of each that holds its id. */
  readonly tables: readonly { readonly table: string; readonly key: string }[];
}

/** The prefix of workflow ids of a run on a hosted Supabase. */
export const markPattern = /^chaos-[0-9a-z]{6}-/;

/** The mark of a run: as good as never that of another, and without a wildcard of SQL or of PostgREST in it. */
export function markOf(runId: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(runId).digest('hex')}`).toString(36);
  return `chaos-${digits.slice(-6)}-`;
}

/** The Supabase's label for people: its host, and never its key. */
export function hostOf({ url }: Pick<HostedSupabase, 'url'>): string {
  return new URL(url).host;
}
