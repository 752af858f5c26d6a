import type { Exploration } from '../model/exploration.ts';
import { seededRandom } from '../model/random.ts';
import type { Explorer } from './explorer.ts';
import type { MadeResult } from './judge-front.ts';
import type { ExplorationNews } from './news.ts';
import type { PointTask } from './point-task.ts';

/** Which points are run again alone. */
export interface AuditRequest {
  /** Share of the proved results, from 0 to 1. */
  readonly audit: number;
  readonly seed: number;
  readonly news: ExplorationNews;
}

/** Runs a share of the points again alone, one workflow and one strike each: front and single results must agree. */
export async function auditPoints(
  explorer: Explorer,
  tasks: readonly PointTask[],
  { audit, seed, news }: AuditRequest,
): Promise<Exploration['audit']> {
  const random = seededRandom(seed);
  // Who is struck by itself among others is struck alone already.
  const candidates = tasks.filter((task) => task.action.shared === 'front' && isProved(explorer.made.get(task)));
  const chosen = shuffled(candidates, random).slice(0, Math.ceil(candidates.length * audit));
  const disagreements: Exploration['audit']['disagreements'] = [];
  let audited = 0;
  for (const task of chosen) {
    if (explorer.outOfTime) break;
    const before = explorer.made.get(task)?.result;
    const again: PointTask = { ...task, tries: 0 };
    const alone = await explorer.exploreAlone(again);
    explorer.made.delete(again);
    audited += 1;
    news.advanced({ done: audited, total: chosen.length, failing: disagreements.length });
    const { point, action } = { point: task.point.id, action: task.action.name };
    if (before !== undefined && alone?.state !== before.state)
      disagreements.push({ point, action, front: before.state, alone: alone?.state ?? 'unreachable' });
  }
  return { audited, disagreements };
}

function isProved(made: MadeResult | undefined): boolean {
  return made?.result.state === 'valid' || made?.result.state === 'invalid';
}

function shuffled<T>(items: readonly T[], random: ReturnType<typeof seededRandom>): T[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [list[last], list[other]] = [list[other] as T, list[last] as T];
  }
  return list;
}
