import { checks } from '../checks/index.ts';
import { HarnessError } from '../errors.ts';
import { faults } from '../faults/index.ts';
import type { Check } from '../model/check.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Fault } from '../model/fault.ts';

/** Every fault and every check by which a run can be carried out and judged. */
export interface Registry {
  readonly faults: readonly Fault[];
  readonly checks: readonly Check[];
  readonly findFault: (name: string) => Fault | undefined;
  readonly findCheck: (name: string) => Check | undefined;
}

/** What the harness brings along. */
export const builtInRegistry: Registry = registryFrom(faults, checks);

/**
 * The harness's own faults and checks, and those of a configuration.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if two have one name: a verdict must not depend on which of them is found.
 */
export function registryOf(config: Pick<ChaosConfig, 'faults' | 'checks'>): Registry {
  if (config.faults === undefined && config.checks === undefined) return builtInRegistry;
  return registryFrom(merged('faults', faults, config.faults), merged('checks', checks, config.checks));
}

function registryFrom(allFaults: readonly Fault[], allChecks: readonly Check[]): Registry {
  return {
    faults: allFaults,
    checks: allChecks,
    findFault: (name) => allFaults.find((fault) => fault.name === name),
    findCheck: (name) => allChecks.find((check) => check.name === name),
  };
}

function merged<T extends { readonly name: string }>(
  key: 'faults' | 'checks',
  ours: readonly T[],
  theirs: readonly T[] = [],
): readonly T[] {
  const all = [...ours, ...theirs];
  const names = all.map(({ name }) => name);
  const doubled = names.find((name, index) => names.indexOf(name) !== index);
  if (doubled === undefined) return all;
  const sentence = `chaos.config.ts: \`${key}\` has "${doubled}", but another one is called that already. Rename yours.`;
  throw new HarnessError('CHAOS_BAD_CONFIG', sentence);
}
