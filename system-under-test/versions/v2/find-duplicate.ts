import type { SupabaseClient } from '@supabase/supabase-js';
import { Context } from '@temporalio/activity';
import { digestOf, type Json } from '../../activities/canonical-json.ts';
import { checkpointTable } from '../../activities/checkpoint-store.ts';

/** The arguments of the workflow: the same request has the same ones. */
export type FindDuplicateInput = { readonly request: readonly Json[] };

/** The other workflow that has published the same request; null if there is none. */
export type FoundDuplicate = { readonly duplicateOf: string | null };

/** The activity `findDuplicate`: looks whether the same request was published under another workflow id. Read only. */
export function findDuplicate(supabase: SupabaseClient): (input: FindDuplicateInput) => Promise<FoundDuplicate> {
  const rows = () => supabase.from(checkpointTable).select('workflow_id').retry(false);
  return async ({ request }) => {
    const own = Context.current().info.workflowExecution?.workflowId ?? '';
    const same = await rows()
      .eq('stage', 'received')
      .eq('digest', digestOf(request))
      .neq('workflow_id', own)
      .throwOnError();
    const ids = same.data.map((row) => row['workflow_id'] as string);
    if (ids.length === 0) return { duplicateOf: null };
    const published = await rows().eq('stage', 'published').in('workflow_id', ids).limit(1).throwOnError();
    return { duplicateOf: (published.data[0]?.['workflow_id'] as string | undefined) ?? null };
  };
}
