import { HarnessError } from '../../harness/errors.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { type MeasurementName, measurementNames } from './bench-report.ts';

/** What `--stack` takes. */
export const askedStacks = ['embedded', 'docker', 'both'] as const;
/** Where a user asks to measure. */
export type AskedStack = (typeof askedStacks)[number];

/** What is measured, and where. */
export interface Wanted {
  readonly names: ReadonlySet<MeasurementName>;
  /** Where those are taken that every stack can take; the others are the embedded stack's. */
  readonly stacks: readonly StackName[];
}

/** Those that every stack can take. */
const onEveryStack: readonly MeasurementName[] = ['run', 'life'];

/**
 * Decides what to measure, and where.
 *
 * @remarks Docker is always measured beside the embedded stack, in the same minutes: what it costs is a comparison.
 * @throws HarnessError CHAOS_USAGE where a measurement is asked for that Docker has not.
 */
export function wantedOf(asked: AskedStack, only?: readonly MeasurementName[]): Wanted {
  const stacks: readonly StackName[] = asked === 'embedded' ? ['embedded'] : ['embedded', 'docker'];
  const all = asked === 'docker' ? onEveryStack : measurementNames;
  const unfit = only?.find((name) => !all.includes(name));
  if (unfit === undefined) return { names: new Set(only ?? all), stacks };
  const sentence = `Expected measurements that the Docker stack has (${all.join(', ')}), but got --only ${unfit}.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Leave it out, or use --stack both or embedded.`);
}
