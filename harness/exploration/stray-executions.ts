import pMap from 'p-map';
import { endOf } from '../checks/evidence/activity-records.ts';
import { messageOf } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import { count } from '../model/count.ts';
import { runBefore } from '../model/execution-chains.ts';
import { type Execution, executionsOf } from '../model/executions.ts';
import type { ExecutionId } from '../model/probes.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

const CHECK = 'workflows-belong-to-cases';
const AT_ONCE = { concurrency: 10 };

/**
 * Executions of the namespace that no point answers for, as findings: a second execution of an explored workflow, and
 * workflows that no case declares and no workflow of it started as a child.
 *
 * @remarks Visibility lags behind, so an execution of the last moments may be missing here.
 */
export async function strayExecutions({
  probes,
  families,
  runId,
  explored: { cases },
}: Pick<ExplorationContext, 'probes' | 'families' | 'runId' | 'explored'>): Promise<readonly Finding[]> {
  try {
    const executions = await probes.workflows.executions();
    const isExplored = ({ workflowId }: ExecutionId): boolean => workflowId.startsWith(runId);
    const again = await begunAnew(probes, secondExecutions(executions.filter(isExplored), families));
    const others = executions.filter((one) => !isExplored(one) && !families.knows(one.workflowId));
    const ids = new Set(executions.filter(isExplored).map(workflowOf));
    return [...second(again), ...(await judgedOthers(probes, others, { cases, families, ids: [...ids] }))];
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

/** What is known of the explored workflows: how a case makes the job of an id, and the ids. */
interface Declaring {
  readonly cases: ExplorationContext['explored']['cases'];
  readonly ids: readonly string[];
  readonly families: ExplorationContext['families'];
}

/** Others belong to an explored workflow if its case declares them (`also`); then they must end as it says. */
async function judgedOthers(
  { workflows }: ExplorationContext['probes'],
  others: readonly ExecutionId[],
  { cases, ids, families }: Declaring,
): Promise<readonly Finding[]> {
  const makers = Object.values(cases).filter((make) => make(ids[0] ?? '').also !== undefined);
  if (others.length === 0 || makers.length === 0) return foreign(others);
  const workload = ids.flatMap((workflowId) => makers.map((make) => make(workflowId)));
  const histories = await pMap(others, async (one) => workflows.eventHistory(one.workflowId, one.runId), AT_ONCE);
  const all = executionsOf(histories, { workload, canaries: new Set() });
  for (const { history, origin } of all) {
    if (origin.kind === 'declared') families.adopt(history.workflowId, origin.job ?? origin.also.workflowType);
  }
  return [
    ...foreign(all.filter(({ origin }) => origin.kind === 'unexplained').map(({ history }) => history)),
    ...endedOtherwise(all),
  ];
}

function endedOtherwise(all: readonly Execution[]): readonly Finding[] {
  const exhibits = all.flatMap(({ history, origin }) => {
    const expected = origin.kind === 'declared' ? origin.also.end : undefined;
    const actual = endOf(history);
    if (expected === undefined || actual === expected) return [];
    const { workflowId, runId } = history;
    const detail = `It ended otherwise than its case declares (run ${runId}).`;
    return [
      { violation: 'other-end', workflowId, runId, detail, expected, actual: actual ?? 'still running' } as const,
    ];
  });
  const [first] = exhibits;
  if (first === undefined) return [];
  const summary = `${count(exhibits.length, 'workflow')} that cases declare did not end as they say, the first ${first.workflowId}: ${first.actual} instead of ${first.expected}.`;
  return [{ check: CHECK, verdict: 'invalid', summary, exhibits }];
}

function workflowOf({ workflowId }: ExecutionId): string {
  return workflowId;
}

function second(runs: readonly ExecutionId[]): readonly Finding[] {
  const [first] = runs;
  if (first === undefined) return [];
  const summary = `${count(runs.length, 'execution')} beside those that were started once, the first of workflow ${first.workflowId}.`;
  const exhibits = runs.map(({ workflowId, runId }) => {
    const detail = `The run ${runId} was started beside the one that was judged.`;
    const sides = { expected: 'one execution', actual: 'a second one' };
    return { violation: 'several-event-histories', workflowId, runId, detail, ...sides } as const;
  });
  return [{ check: CHECK, verdict: 'invalid', summary, exhibits }];
}

function foreign(others: readonly ExecutionId[]): readonly Finding[] {
  const [first] = others;
  if (first === undefined) return [];
  const summary = `${count(others.length, 'execution')} of workflows that belong to no case, the first of ${first.workflowId}: no point answers for them.`;
  const exhibits = others.map(({ workflowId, runId }) => ({ workflowId, runId }));
  return [{ check: CHECK, verdict: 'unknown', summary, exhibits }];
}
