import { messageOf } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import { count } from '../model/count.ts';
import { runBefore } from '../model/execution-chains.ts';
import type { ExecutionId } from '../model/probes.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

const CHECK = 'workflows-belong-to-cases';
const MOST_SHOWN = 20;

/**
 * Executions of the namespace that no point answers for, as findings: a second execution of an explored workflow, and
 * workflows that neither a case nor a workflow of it started as a child.
 *
 * @remarks Visibility lags behind, so an execution of the last moments may be missing here.
 */
export async function strayExecutions({
  probes,
  families,
  runId,
}: Pick<ExplorationContext, 'probes' | 'families' | 'runId'>): Promise<readonly Finding[]> {
  try {
    const executions = await probes.workflows.executions();
    const isExplored = ({ workflowId }: ExecutionId): boolean => workflowId.startsWith(runId);
    const again = await begunAnew(probes, secondExecutions(executions.filter(isExplored), families));
    const others = executions.filter((one) => !isExplored(one) && !families.knows(one.workflowId));
    return [...second(again), ...foreign(others)];
  } catch (error) {
    const summary = `The executions of the namespace could not be listed at the end (${messageOf(error)}).`;
    return [{ check: CHECK, verdict: 'unknown', summary, exhibits: [] }];
  }
}

/** Runs that nothing links to the runs which were judged. */
function secondExecutions(
  explored: readonly ExecutionId[],
  families: ExplorationContext['families'],
): readonly ExecutionId[] {
  const read = new Set(explored.filter((one) => families.hasRead(one.workflowId, one.runId)).map(workflowOf));
  return explored.filter((one) => read.has(workflowOf(one)) && !families.hasRead(one.workflowId, one.runId));
}

/** A run that goes on from another one, which has ended since, is no second execution. */
async function begunAnew(
  { workflows }: ExplorationContext['probes'],
  runs: readonly ExecutionId[],
): Promise<readonly ExecutionId[]> {
  const histories = await Promise.all(runs.map(({ workflowId, runId }) => workflows.eventHistory(workflowId, runId)));
  return runs.filter((_, index) => histories[index] === undefined || runBefore(histories[index]) === null);
}

function workflowOf({ workflowId }: ExecutionId): string {
  return workflowId;
}

function second(runs: readonly ExecutionId[]): readonly Finding[] {
  const [first] = runs;
  if (first === undefined) return [];
  const summary = `${count(runs.length, 'execution')} beside those that were started once, the first of workflow ${first.workflowId}.`;
  const exhibits = runs.slice(0, MOST_SHOWN).map(({ workflowId, runId }) => {
    return { violation: 'several-event-histories', workflowId, runId } as const;
  });
  return [{ check: CHECK, verdict: 'invalid', summary, exhibits }];
}

function foreign(others: readonly ExecutionId[]): readonly Finding[] {
  const [first] = others;
  if (first === undefined) return [];
  const summary = `${count(others.length, 'execution')} of workflows that belong to no case, the first of ${first.workflowId}: no point answers for them.`;
  const exhibits = others.slice(0, MOST_SHOWN).map(({ workflowId, runId }) => ({ workflowId, runId }));
  return [{ check: CHECK, verdict: 'unknown', summary, exhibits }];
}
