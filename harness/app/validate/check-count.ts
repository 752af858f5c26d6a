import { HarnessError } from '../../errors.ts';

/**
 * A whole number that an option of the library gives.
 *
 * @throws HarnessError CHAOS_USAGE if it is another value, or less than `least`
 */
export function checkCount(option: string, value: number, least: number = 0): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  const sentence = `The option ${option} must be a whole number of at least ${least}, but it is ${String(value)}.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Correct it, or leave it out.`);
}
