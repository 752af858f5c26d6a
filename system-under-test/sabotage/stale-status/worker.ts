import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { createSupabase } from '../../activities/checkpoint-store.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { supabaseOptions } from '../../create-services.ts';
import { runWorker } from '../../run-worker.ts';

const EVERY_MS = 200;

// Broken: an extraction that is resumed says again and again that its document is being extracted, and never stops saying
// so. Nothing shows until one is resumed: its document's row then has that status long after the document was published.
await runWorker((services, config) => {
  const activities = createActivities(services);
  const supabase = createSupabase(supabaseOptions(config));
  const keepSaying = async (workflowId: string | undefined): Promise<void> => {
    for (;;) {
      await supabase.from('documents').update({ status: 'extracting' }).eq('workflow_id', workflowId);
      await delay(EVERY_MS, undefined, { ref: false });
    }
  };
  return {
    ...activities,
    extractPages: async (input) => {
      const { attempt, workflowExecution } = Context.current().info;
      if (attempt > 1) void keepSaying(workflowExecution?.workflowId);
      return await activities.extractPages(input);
    },
  };
});
