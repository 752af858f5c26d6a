import type { Finding } from '../model/check.ts';
import { type ExplorationBooks, isEffectOf, readBooks } from './judge/books.ts';
import { makeResult, type ResultFactory } from './judge/judge-front.ts';
import type { PointRunner } from './point-runner.ts';
import { strayRows } from './stray-rows.ts';

/**
 * Reads the books once more: what a dead worker's request brought about after its workflow was judged is still to be judged.
 *
 * @returns what belongs to no explored workflow, as findings
 */
export async function judgeLateRows(explorer: PointRunner, making: ResultFactory): Promise<readonly Finding[]> {
  await explorer.judgeEndedSince();
  const made = [...explorer.results.made];
  const books = await readBooks(making.context, []);
  for (const [task, before] of made) {
    const rows = rowsOf(books, before.one.job.workflowId);
    if (rows === before.rows) continue;
    const whole = await readBooks(making.context, [before.one.job.workflowId]);
    explorer.results.correct(task, await makeResult(making, before.one, whole));
  }
  return strayRows(books, making.context);
}

function rowsOf({ checkpoints, effects }: ExplorationBooks, workflowId: string): number {
  const rows = checkpoints.state === 'collected' ? checkpoints.rows.filter((row) => row.workflowId === workflowId) : [];
  const lines = effects.state === 'collected' ? effects.rows.filter(isEffectOf(workflowId)) : [];
  return rows.length + lines.length;
}
