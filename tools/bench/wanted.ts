import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError } from '../../harness/errors.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import { type MeasurementName, measurementNames } from './bench-report.ts';

/** What `--stack` takes. */
export const askedStacks = ['embedded', 'docker', 'both'] as const;
/** Where a user asks to measure. */
export type AskedStack = (typeof askedStacks)[number];

/** The measurements that are taken, and where. */
export interface Wanted {
  readonly names: ReadonlySet<MeasurementName>;
  /** Where those are taken that every stack can take; the others are the embedded stack's. */
  readonly stacks: readonly StackName[];
  /** The folder of another checkout to compare with; null to measure this one alone. */
  readonly against: string | null;
}

/** Those that every stack can take. */
const onEveryStack: readonly MeasurementName[] = ['run', 'life', 'system'];
/** Those that take so long that they are taken only if named. */
const onlyNamed: readonly MeasurementName[] = ['system'];
/** Those that start a command of a checkout, so that any checkout can take them. */
const inEveryCheckout: readonly MeasurementName[] = ['run', 'start', 'explore'];

/**
 * Decides what to measure, and where.
 *
 * @remarks Docker is always measured beside the embedded stack, in the same minutes: what it costs is a comparison.
 * @throws HarnessError CHAOS_USAGE for a measurement that Docker or another checkout doesn't have, or no checkout.
 */
export function wantedOf(asked: AskedStack, only?: readonly MeasurementName[], against: string | null = null): Wanted {
  if (against !== null) return wantedAgainst(asked, only, against);
  const stacks: readonly StackName[] = asked === 'embedded' ? ['embedded'] : ['embedded', 'docker'];
  const all = asked === 'docker' ? onEveryStack : measurementNames;
  const unfit = only?.find((name) => !all.includes(name));
  const byDefault = all.filter((name) => !onlyNamed.includes(name));
  if (unfit === undefined) return { names: new Set(only ?? byDefault), stacks, against };
  const sentence = `Expected measurements that the Docker stack has (${all.join(', ')}), but got --only ${unfit}.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Leave it out, or use --stack both or embedded.`);
}

function wantedAgainst(asked: AskedStack, only: readonly MeasurementName[] | undefined, against: string): Wanted {
  const unfit = only?.find((name) => !inEveryCheckout.includes(name));
  if (unfit !== undefined) {
    const sentence = `--against compares ${inEveryCheckout.join(', ')}, but got --only ${unfit}. Leave it out.`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  }
  if (asked !== 'embedded') {
    throw new HarnessError('CHAOS_USAGE', `--against measures on the embedded stack. Leave out --stack ${asked}.`);
  }
  if (!existsSync(join(against, 'harness/cli/main.ts')) || !existsSync(join(against, 'node_modules'))) {
    const sentence = `${against} is no checkout of the harness with its node_modules. Name another folder, or run npm ci there.`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  }
  return { names: new Set(only ?? inEveryCheckout), stacks: ['embedded'], against };
}
