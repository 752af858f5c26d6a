import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { negativeControlOf } from '../../model/scenario.ts';
import { harnessSabotageNames } from '../../sabotage/index.ts';
import { registryOf } from '../registry.ts';
import { didYouMean } from './nearest.ts';

/**
 * Refuses a scenario whose negative control can't be run, as it names a sabotage or a check that does not exist.
 *
 * @param name - of the scenario; one that the configuration lacks has no control
 * @throws HarnessError CHAOS_BAD_CONFIG
 */
export function validateControl(config: ChaosConfig, name: string): void {
  const scenario = config.scenarios.find((one) => one.name === name);
  if (scenario === undefined) return;
  const control = negativeControlOf(scenario);
  const checks = registryOf(config).checks.map((check) => check.name);
  const parts = [
    ['sabotage', control.sabotage, [...Object.keys(config.sabotages), ...harnessSabotageNames]],
    ['check', control.check, checks],
  ] as const;
  for (const [what, named, known] of parts) {
    if (known.includes(named)) continue;
    const sentence = `The control of the scenario ${name} names the ${what} "${named}", which does not exist.`;
    throw new HarnessError('CHAOS_BAD_CONFIG', `${sentence} ${didYouMean(named, known)}`);
  }
}
