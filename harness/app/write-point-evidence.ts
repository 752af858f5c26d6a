import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { JudgedPoint } from '../exploration/judge/judge-point.ts';
import type { FaultedWorkflow } from '../exploration/strike/point-task.ts';
import { safeFileName } from '../model/file-names.ts';

/** How long the name of a folder may be, in characters. */
const MOST = 160;

/**
 * Writes down the evidence of one point: its part of every book, as a separate run.
 *
 * @param folder - the exploration's
 * @returns the folder of the evidence, below the exploration's
 */
export async function writePointEvidence(
  folder: string,
  { task }: FaultedWorkflow,
  { evidence, findings }: JudgedPoint,
): Promise<string> {
  const second = task.second === null ? [] : [task.second.point.id.split('/').slice(2).join('/')];
  const place = join(folder, 'points', safeFileName([task.point.id, ...second, task.action.name].join('/'), MOST));
  await mkdir(place, { recursive: true });
  const { journal, eventHistories, checkpoints, effects, tables, plan } = evidence;
  const [history] = eventHistories.state === 'collected' ? eventHistories.rows : [];
  const files: Readonly<Record<string, unknown>> = {
    'event-history.json': { events: history?.events ?? [] },
    'checkpoints.json': checkpoints,
    'effects.json': effects,
    'tables.json': tables,
    'findings.json': findings,
    'plan.json': plan,
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(place, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  await writeFile(join(place, 'journal.ndjson'), journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  return relative(folder, place);
}
