import { Context } from '@temporalio/activity';
import { createActivities } from '../../activities/create-activities.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: keys hold the run's id. Nothing shows until a workflow is reset, and its next run asks for its effects again.
await runWorker((services) => {
  const runId = (): string => Context.current().info.workflowExecution?.runId ?? '';
  const apply: typeof services.effects.apply = (effect, key) =>
    services.effects.apply(effect, key === null ? null : `${runId()}/${key}`);
  return createActivities({ ...services, effects: { apply } });
});
