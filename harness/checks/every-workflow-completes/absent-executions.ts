import { count } from '../../model/count.ts';
import { missingDeclared } from '../../model/declared-workflows.ts';
import { type EventHistory, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { linksOf } from '../../model/execution-links.ts';
import { type Execution, type NamedRun, runNamedBy } from '../../model/executions.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { Doubt } from '../evidence/job-records.ts';

/** Executions that should be in the event histories, and aren't. */
export interface AbsentExecutions {
  readonly violations: readonly ToldViolation[];
  /** Those that may be in another namespace. */
  readonly doubts: readonly Doubt[];
}

/**
 * Finds the executions that should be in the event histories and aren't: those that others name, and those that jobs declare.
 *
 * @param known - those that belong to jobs
 */
export function absentExecutions(evidence: Evidence, known: readonly Execution[]): AbsentExecutions {
  const named = namedAndGone(known);
  const [elsewhere, gone] = [named.filter((one) => one.isElsewhere), named.filter((one) => !one.isElsewhere)];
  return {
    violations: [...gone.map((one) => goneViolation(one)), ...neverStarted(evidence, known)],
    doubts: elsewhere.map(({ run }) => ({
      job: run,
      doubt: 'a parent started it in another namespace, which is not read',
    })),
  };
}

interface Gone {
  readonly run: NamedRun;
  readonly by: EventHistory;
  /** Whether it may be in another namespace, which the harness doesn't read. */
  readonly isElsewhere: boolean;
}

function namedAndGone(known: readonly Execution[]): readonly Gone[] {
  const histories = known.map(({ history }) => history);
  const isThere = (run: NamedRun): boolean =>
    histories.some((one) => one.workflowId === run.workflowId && one.runId === run.runId);
  const children = histories.flatMap((history) => eventsOf(history, 'CHILD_WORKFLOW_EXECUTION_STARTED'));
  const namespaceOf = new Map(
    children.flatMap((event) => {
      const run = runNamedBy(event, 'workflowExecution');
      return run === null ? [] : [[run.runId, textAttribute(event, 'namespace') ?? ''] as const];
    }),
  );
  const read = new Set(histories.flatMap(({ runId }) => namespaceOf.get(runId) ?? []));
  return known.flatMap(({ history: by, origin }) =>
    linksOf(by)
      .filter((run) => run.runId !== '' && !isThere(run))
      // The runs of a planned workflow are judged with its end.
      .filter((run) => run.workflowId !== by.workflowId || origin.kind !== 'planned')
      .map((run) => {
        const namespace = namespaceOf.get(run.runId) ?? '';
        return { run, by, isElsewhere: namespace !== '' && !read.has(namespace) };
      }),
  );
}

function goneViolation({ run, by }: Gone): ToldViolation {
  const detail = `${by.workflowId} (run ${by.runId}) names its run ${run.runId}.`;
  const [expected, actual] = [`run ${run.runId}`, 'none'];
  return { workflowId: run.workflowId, violation: 'no-event-history', detail, expected, actual };
}

function neverStarted({ plan }: Evidence, known: readonly Execution[]): readonly ToldViolation[] {
  return missingDeclared(plan.workload, known).map(({ workflowId, also, expected, actual }) => {
    const detail = `${count(actual, `workflow of type ${also.workflowType}`)} started for it, at least ${expected} expected.`;
    return { workflowId, violation: 'never-started', detail, expected, actual };
  });
}
