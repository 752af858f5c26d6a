import type { Evidence } from '../../model/evidence.ts';
import { runBefore } from '../../model/execution-chains.ts';
import type { Execution } from '../../model/executions.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { endOf } from '../evidence/activity-records.ts';
import { executionsIn } from '../evidence/executions.ts';
import { type Doubt, wasGettingOn } from '../evidence/job-records.ts';
import { absentExecutions } from './absent-executions.ts';

/** What is said of the workflows that belong to jobs beside the planned ones. */
export interface FurtherWorkflows {
  readonly violations: readonly ToldViolation[];
  /** Those of which the evidence can't tell whether they ended, with why. */
  readonly doubts: readonly Doubt[];
  /** How many there are. */
  readonly count: number;
}

/**
 * Judges the workflows that the system itself starts for its jobs: each has ended, unless it may lawfully go on, and a
 * declared one has ended as its job says. How a child must end, its parent knows.
 *
 * @throws TypeError if the event histories are unavailable.
 */
export function furtherWorkflows(evidence: Evidence): FurtherWorkflows {
  const known = executionsIn(evidence).filter(({ origin }) => origin.job !== null || origin.kind === 'declared');
  const ours = known.filter(({ origin }) => origin.kind !== 'planned');
  const open = ours.filter(({ history, mayStayOpen }) => endOf(history) === null && !mayStayOpen);
  const doubtful = open.filter(({ history }) => wasGettingOn(evidence, history));
  const absent = absentExecutions(evidence, known);
  return {
    violations: [
      ...open.filter((one) => !doubtful.includes(one)).map((one) => stillRuns(one)),
      ...ours.flatMap((one) => otherEnd(one, ours)),
      ...absent.violations,
    ],
    doubts: [...doubtful.map((one) => gettingOn(one)), ...absent.doubts],
    count: new Set(ours.map(({ history }) => history.workflowId)).size,
  };
}

function gettingOn({ history: { workflowId } }: Execution): Doubt {
  return { job: { workflowId }, doubt: 'it was still getting on when the limit of the run came' };
}

function stillRuns({ history: { workflowId, runId }, origin }: Execution): ToldViolation {
  const detail = `${describe(origin)} still runs (run ${runId}).`;
  return { workflowId, violation: 'other-end', detail, expected: 'ended', actual: 'still running' };
}

/** A run that another one follows may have ended otherwise, unless that one is only the next of a schedule. */
function otherEnd({ history, origin }: Execution, all: readonly Execution[]): readonly ToldViolation[] {
  const actual = endOf(history);
  const expected = origin.kind === 'declared' ? origin.also.end : undefined;
  if (actual === null || expected === undefined || actual === expected || actual === 'continued-as-new') return [];
  const { workflowId, runId } = history;
  const after = all
    .filter((one) => one.history.workflowId === workflowId)
    .map((one) => runBefore(one.history))
    .find((before) => before?.runId === runId);
  if (after !== undefined && after !== null && after.how !== 'cron') return [];
  const detail = `${describe(origin)} is ${actual} (run ${runId}).`;
  return [{ workflowId, violation: 'other-end', detail, expected, actual }];
}

function describe(origin: Execution['origin']): string {
  if (origin.kind === 'child') return `This child of ${origin.job ?? 'a job'}`;
  return origin.job === null ? 'This workflow, which jobs declare,' : `This workflow, which ${origin.job} declares,`;
}
