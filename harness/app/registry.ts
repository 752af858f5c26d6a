import { actions } from '../actions/index.ts';
import { checks } from '../checks/index.ts';
import { HarnessError } from '../errors.ts';
import { faults } from '../faults/index.ts';
import type { Check } from '../model/check.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import type { Fault } from '../model/fault.ts';

/** Every fault, check and action by which a run or an exploration can be carried out and judged. */
export interface Registry {
  readonly faults: readonly Fault[];
  readonly checks: readonly Check[];
  readonly actions: readonly ExplorationAction[];
  readonly findFault: (name: string) => Fault | undefined;
  readonly findCheck: (name: string) => Check | undefined;
  readonly findAction: (name: string) => ExplorationAction | undefined;
}

/** The faults, checks and actions of the harness. */
export const builtInRegistry: Registry = registryFrom({ faults, checks, actions });

/**
 * The harness's own faults, checks and actions, and those of a configuration.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if two have the same name: a verdict must not depend on which of them is found.
 */
export function registryOf(config: Pick<ChaosConfig, 'faults' | 'checks' | 'actions'>): Registry {
  return registryFrom({
    faults: merged('faults', faults, config.faults),
    checks: merged('checks', checks, config.checks),
    actions: merged('actions', actions, config.actions),
  });
}

/** The names of the checks that could judge any run: a report names each of them that its plan left out. */
export function checksOfAnyRun({ checks: all }: Pick<Registry, 'checks'>): readonly string[] {
  return all.flatMap(({ name, onRequest }) => (onRequest === true ? [] : [name]));
}

type Parts = Pick<Registry, 'faults' | 'checks' | 'actions'>;

function registryFrom(parts: Parts): Registry {
  return {
    ...parts,
    findFault: (name) => parts.faults.find((fault) => fault.name === name),
    findCheck: (name) => parts.checks.find((check) => check.name === name),
    findAction: (name) => parts.actions.find((action) => action.name === name),
  };
}

function merged<T extends { readonly name: string }>(
  key: 'faults' | 'checks' | 'actions',
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
