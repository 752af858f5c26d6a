import { HarnessError } from '../../errors.ts';
import type { ChaosConfig, ExploredWorkflow } from '../../model/config.ts';
import type { ClientAction, Job } from '../../model/plan.ts';
import type { SubjectTable } from '../../model/subject-books.ts';
import { issueOfRows } from './issue-of-rows.ts';

const PROBE = 'an-id';

/**
 * Refuses cases that can't be explored, before anything is started.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if a case starts another workflow than it should, or has an action that
 * doesn't wait for the event history alone, or expects a row of a table that its subject doesn't have.
 */
export function validateCases(
  workflow: string,
  { cases, subject, tables = [] }: Pick<ExploredWorkflow, 'cases' | 'subject' | 'tables'>,
  { subjects }: Pick<ChaosConfig, 'subjects'>,
): void {
  const all = [...(subjects[subject]?.tables ?? []), ...tables];
  for (const [name, make] of Object.entries(cases)) {
    const job = make(PROBE);
    validateJob(workflow, name, job);
    validateRows(workflow, name, { job, tables: all });
  }
}

interface Rows {
  readonly job: Job;
  readonly tables: readonly SubjectTable[];
}

function validateRows(workflow: string, name: string, { job, tables }: Rows): void {
  const issue = issueOfRows(job.expect, tables);
  if (issue !== null) throw badCase(workflow, name, issue);
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
  const wait = actions.map((action) => waitOf(action)).find((found) => found !== null);
  if (wait === undefined) return;
  const but = `but its ${wait}. Name an event instead, for example TIMER_STARTED.`;
  throw badCase(workflow, name, `must have its actions due at events of its event history, ${but}`);
}

/** What an action waits for outside the event history; null: for nothing. */
function waitOf({ kind, after, delayMs = 0 }: ClientAction): string | null {
  if (after.kind === 'checkpoint') return `${kind} waits for a checkpoint`;
  return delayMs > 0 ? `${kind} waits for a time: its delayMs is ${delayMs}` : null;
}

function badCase(workflow: string, name: string, sentence: string): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: the case "${name}" of ${workflow} ${sentence}`);
}
