import { HarnessError } from '../../errors.ts';

/**
 * Reads a share: `5%`, `0%`, `100%`.
 *
 * @returns from 0 to 1
 * @throws HarnessError CHAOS_USAGE
 */
export function parseShare(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  const share = Number(number) / 100;
  if (number !== undefined && share <= 1) return share;
  throw new HarnessError('CHAOS_USAGE', `Give a share from 0% to 100%, not "${text}". Example: --audit 5%`);
}
