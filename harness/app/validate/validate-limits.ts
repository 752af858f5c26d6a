import { HarnessError } from '../../errors.ts';
import type { ExploreOptions } from '../explore-options.ts';
import { checkCount } from './check-count.ts';

/**
 * Refuses numbers with which an exploration would never end or prove nothing.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function validateLimits(options: Omit<ExploreOptions, 'config'>): void {
  const { front, depth, audit, seed, timeLimitMs } = options;
  if (front !== undefined) checkCount('front', front, 1);
  if (seed !== undefined) checkCount('seed', seed);
  if (depth !== undefined && depth !== 1 && depth !== 2) throw wrong('depth', 'be 1 or 2', depth);
  if (audit !== undefined && !(audit >= 0 && audit <= 1)) throw wrong('audit', 'be a share from 0 to 1', audit);
  if (timeLimitMs === undefined || (Number.isFinite(timeLimitMs) && timeLimitMs > 0)) return;
  throw wrong('timeLimitMs', 'be milliseconds above zero', timeLimitMs);
}

function wrong(option: string, must: string, value: unknown): HarnessError {
  const sentence = `The option ${option} must ${must}, but it is ${String(value)}.`;
  return new HarnessError('CHAOS_USAGE', `${sentence} Correct it, or leave it out.`);
}
