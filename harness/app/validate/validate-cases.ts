import { HarnessError } from '../../errors.ts';
import type { ExploredWorkflow } from '../../model/config.ts';
import type { Job } from '../../model/plan.ts';

const PROBE = 'an-id';

/**
 * Refuses cases that can't be explored, before anything is started.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if a case starts another workflow than it should, or has an action due at
 * something outside the event history.
 */
export function validateCases(workflow: string, { cases }: Pick<ExploredWorkflow, 'cases'>): void {
  for (const [name, make] of Object.entries(cases)) validateJob(workflow, name, make(PROBE));
}

function validateJob(workflow: string, name: string, { workflowType, workflowId, actions }: Job): void {
  if (workflowId !== PROBE) {
    throw badCase(
      workflow,
      name,
      `must make a job for the workflow id that it is given, but it did not. Use the id as it is.`,
    );
  }
  if (workflowType !== workflow) {
    throw badCase(workflow, name, `must start that workflow, but it starts ${workflowType}. Correct its workflowType.`);
  }
  const atCheckpoint = actions.find(({ after }) => after.kind === 'checkpoint');
  if (atCheckpoint === undefined) return;
  const but = `but its ${atCheckpoint.kind} waits for a checkpoint. Name an event instead, for example TIMER_STARTED.`;
  throw badCase(workflow, name, `must have its actions due at events of its event history, ${but}`);
}

function badCase(workflow: string, name: string, sentence: string): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: the case "${name}" of ${workflow} ${sentence}`);
}
