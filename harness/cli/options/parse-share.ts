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
  throw new HarnessError('CHAOS_USAGE', `Expected a share from 0% to 100%, but got "${text}". Write: --audit 5%`);
}
