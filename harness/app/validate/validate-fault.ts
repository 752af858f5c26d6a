import { HarnessError } from '../../errors.ts';
import type { Fault } from '../../model/fault.ts';
import type { Registry } from '../registry.ts';
import { didYouMean } from './nearest.ts';

/**
 * The fault of that name.
 *
 * @param by - who names it, such as `the plan`
 * @throws HarnessError CHAOS_UNKNOWN_FAULT
 */
export function faultNamed({ faults, findFault }: Registry, name: string, by: string): Fault {
  const fault = findFault(name);
  if (fault !== undefined) return fault;
  const names = faults.map((each) => each.name);
  const sentence = `There is no fault named "${name}", which ${by} names. ${didYouMean(name, names)}`;
  throw new HarnessError('CHAOS_UNKNOWN_FAULT', sentence);
}

/** The fault's first wrong parameter, as part of a sentence; null if all are right. */
export function issueOfParams(fault: Pick<Fault, 'params'>, params: unknown): string | null {
  const issue = fault.params.safeParse(params).error?.issues[0];
  return issue === undefined ? null : `at ${['its params', ...issue.path].join('.')}: ${issue.message}`;
}
