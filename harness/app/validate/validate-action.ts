import { HarnessError } from '../../errors.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import type { Registry } from '../registry.ts';
import { didYouMean } from './nearest.ts';

/**
 * The action of explorations of that name.
 *
 * @throws HarnessError CHAOS_USAGE if there is none
 */
export function actionNamed({ actions, findAction }: Registry, name: string): ExplorationAction {
  const action = findAction(name);
  if (action !== undefined) return action;
  const names = actions.map((one) => one.name);
  throw new HarnessError(
    'CHAOS_USAGE',
    `There is no action of explorations named "${name}". ${didYouMean(name, names)}`,
  );
}
