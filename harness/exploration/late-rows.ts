import type { Finding } from '../model/check.ts';
import { digestOfOwn, readBooks } from './judge/books.ts';
import { makeResult, type ResultFactory } from './judge/judge-front.ts';
import type { PointRunner } from './point-runner.ts';
import { strayExecutions } from './stray-executions.ts';
import { strayRows } from './stray-rows.ts';

/**
 * Reads the books once more: what a dead worker's request brought about after its workflow was judged is still to be judged.
 *
 * @remarks Contents are compared, not numbers of rows: a late update replaces a row and adds none.
 * @returns what belongs to no explored workflow, as findings
 */
export async function judgeLateRows(explorer: PointRunner, making: ResultFactory): Promise<readonly Finding[]> {
  await explorer.judgeEndedSince();
  const made = [...explorer.results.made];
  const books = await readBooks(making.context, []);
  for (const [task, before] of made) {
    if (digestOfOwn(books, before.one.job) === before.digest) continue;
    const whole = await readBooks(making.context, [before.one.job.workflowId]);
    explorer.results.correct(task, await makeResult(making, before.one, whole));
  }
  // First the executions: rows of workflows that cases declare are no strays.
  const executions = await strayExecutions(making.context);
  return [...strayRows(books, making.context), ...executions];
}
