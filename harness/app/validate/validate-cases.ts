import { HarnessError } from '../../errors.ts';
import { choosesIds } from '../../model/as-started.ts';
import type { ChaosConfig, ExploredWorkflow } from '../../model/config.ts';
import { type ClientAction, type Job, jobSchema } from '../../model/plan.ts';
import type { SubjectTable } from '../../model/subject-books.ts';
import { issueOfRows } from './issue-of-rows.ts';

const PROBE = 'an-id';

/**
 * Refuses cases that can't be explored, before anything is started.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if a case starts another workflow than it should, has an action that doesn't wait
 * for the event history alone or that is a reset, has a program or a schedule with ids of its choice, or expects a row of a table that its subject doesn't have.
 */
export function validateCases(
  workflow: string,
  { cases, subject, tables = [], workflowTypes = [workflow] }: ValidatedCases,
  { subjects }: Pick<ChaosConfig, 'subjects'>,
): void {
  const all = [...(subjects[subject]?.tables ?? []), ...tables];
  for (const [name, make] of Object.entries(cases)) {
    const job = jobSchema.parse(make(PROBE));
    if (!workflowTypes.includes(job.workflowType)) throw badCase(workflow, name, otherType(workflowTypes, job));
    validateJob(workflow, name, job);
    validateRows(workflow, name, { job, tables: all });
  }
}

type ValidatedCases = Pick<ExploredWorkflow, 'cases' | 'subject' | 'tables' | 'workflowTypes'>;

interface Rows {
  readonly job: Job;
  readonly tables: readonly SubjectTable[];
}

function validateRows(workflow: string, name: string, { job, tables }: Rows): void {
  const issue = issueOfRows(job.expect, tables);
  if (issue !== null) throw badCase(workflow, name, issue);
}

function otherType(types: readonly string[], { workflowType }: Job): string {
  return `must start ${types.join(' or ')}, but it starts ${workflowType}. Correct its workflowType.`;
}

function validateJob(workflow: string, name: string, job: Job): void {
  const { workflowId, actions } = job;
  if (workflowId !== PROBE) {
    throw badCase(
      workflow,
      name,
      `must make a job for the workflow id that it is given, but it did not. Use the id as it is.`,
    );
  }
  if (choosesIds(job)) throw badCase(workflow, name, otherIds(job));
  if (actions.some(({ kind }) => kind === 'reset')) {
    throw badCase(workflow, name, 'must stay one run, but one of its actions is a reset. Leave it out.');
  }
  if (actions.some(({ kind, after }) => kind === 'query' && after.kind !== 'ended')) {
    throw badCase(
      workflow,
      name,
      "must send its queries once the workflow has ended. Give them `after: { kind: 'ended' }`.",
    );
  }
  const wait = actions.map((action) => waitOf(action)).find((found) => found !== null);
  if (wait === undefined) return;
  const but = `but its ${wait}. Name an event instead, for example TIMER_STARTED.`;
  throw badCase(workflow, name, `must have its actions due at events of its event history, ${but}`);
}

/** A crash point and its references are told by the id of their workflow before it is started. */
function otherIds({ bySchedule }: Job): string {
  const sentence = 'must start its workflow under the id that it is given';
  return bySchedule === undefined
    ? `${sentence}, but its program chooses ids. Pass it {workflowId} and leave out \`idPattern\`.`
    : `${sentence}, but Temporal chooses ids for its schedule. Leave out \`bySchedule\`; a scenario can have it.`;
}

/** What an action waits for outside the event history; null: for nothing. */
function waitOf({ kind, after, afterFault, delayMs = 0 }: ClientAction): string | null {
  if (after.kind === 'checkpoint') return `${kind} waits for a checkpoint`;
  if (after.kind === 'injected') return `${kind} waits for the fault "${after.id}"`;
  if (afterFault !== undefined) return `${kind} waits for the fault "${afterFault}"`;
  return delayMs > 0 ? `${kind} waits for a time: its delayMs is ${delayMs}` : null;
}

function badCase(workflow: string, name: string, sentence: string): HarnessError {
  return new HarnessError('CHAOS_BAD_CONFIG', `chaos.config.ts: the case "${name}" of ${workflow} ${sentence}`);
}
