import type { AlsoStarted } from './also-started.ts';
import type { Execution, KnownWorkflows } from './executions.ts';

/** Workflows that a job declares (`job.also`), of which too few were started. */
export interface MissingDeclared {
  readonly workflowId: string;
  readonly also: AlsoStarted;
  readonly expected: number;
  readonly actual: number;
}

/**
 * The declared workflows of which too few are there.
 *
 * @remarks A workflow of several runs is one. Jobs that declare the same, with no id of theirs in it, share them.
 */
export function missingDeclared(
  workload: KnownWorkflows['workload'],
  executions: readonly Execution[],
): readonly MissingDeclared[] {
  const declared = workload.flatMap(({ workflowId, also = [] }) => also.map((one) => ({ workflowId, also: one })));
  return [...Map.groupBy(declared, ({ also }) => keyOf(also))].flatMap(([key, group]) => {
    const started = executions.filter(({ origin }) => origin.kind === 'declared' && keyOf(origin.also) === key);
    let shared = startedFor(started, null);
    return group.flatMap(({ workflowId, also }) => {
      const [own, expected] = [startedFor(started, workflowId), also.atLeast ?? 1];
      const taken = Math.min(shared, Math.max(0, expected - own));
      shared -= taken;
      return own + taken >= expected ? [] : [{ workflowId, also, expected, actual: own + taken }];
    });
  });
}

function startedFor(executions: readonly Execution[], job: string | null): number {
  return new Set(executions.filter(({ origin }) => origin.job === job).map(({ history }) => history.workflowId)).size;
}

function keyOf({ workflowType, idPattern }: AlsoStarted): string {
  return JSON.stringify([workflowType, idPattern ?? null]);
}
