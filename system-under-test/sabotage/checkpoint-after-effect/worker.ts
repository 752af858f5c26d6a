import type { SupabaseClient } from '@supabase/supabase-js';
import { Context } from '@temporalio/activity';
import { createSupabase } from '../../activities/checkpoint-store.ts';
import { type Activities, createActivities } from '../../activities/create-activities.ts';
import { publish } from '../../activities/publish.ts';
import type { Services } from '../../activities/services.ts';
import { supabaseOptions } from '../../create-services.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: a publication carries no idempotency key. The document's status in Supabase guards it instead, but is written
// after the publication that it guards. Nothing shows until a worker dies, or an answer is lost, between the two.
await runWorker((services, config) => ({
  ...createActivities(services),
  publish: guarded(services, createSupabase(supabaseOptions(config))),
}));

function guarded(services: Services, supabase: SupabaseClient): Activities['publish'] {
  const { effects } = services;
  const publishAnyway = publish({ ...services, effects: { apply: (effect) => effects.apply(effect, null) } });
  return async (input) => {
    const ours = ['workflow_id', Context.current().info.workflowExecution?.workflowId] as const;
    const found = await supabase
      .from('documents')
      .select('status')
      .eq(...ours)
      .retry(false)
      .throwOnError();
    // The outside world makes receipts of the subject, so that of an earlier attempt is known.
    if (found.data[0]?.['status'] === 'published')
      return { document: input.document, receipt: `publication/${input.document}` };
    const publication = await publishAnyway(input);
    await supabase
      .from('documents')
      .update({ status: 'published' })
      .eq(...ours)
      .throwOnError();
    return publication;
  };
}
