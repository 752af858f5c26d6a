import { Context } from '@temporalio/activity';
import { digestOf, type Json } from './canonical-json.ts';
import type { Services } from './services.ts';

/** The stage that is over, the work that it stands for, and the document's status from here on. */
export type SaveCheckpointInput = {
  readonly stage: string;
  readonly work: readonly Json[];
  readonly status: string;
};

/** The activity `saveCheckpoint`: writes down that a stage is over, once however often it is attempted. */
export function saveCheckpoint({ checkpoints }: Services): (input: SaveCheckpointInput) => Promise<void> {
  return async ({ stage, work, status }) => {
    const { workflowExecution, activityId, attempt } = Context.current().info;
    if (workflowExecution === undefined) throw new Error('Expected the activity of a workflow, but it stands alone.');
    await checkpoints.save({
      workflow_id: workflowExecution.workflowId,
      stage,
      activity_id: activityId,
      attempt,
      digest: digestOf(work),
      status,
    });
  };
}
