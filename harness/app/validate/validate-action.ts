import { actions, findAction } from '../../actions/index.ts';
import { HarnessError } from '../../errors.ts';
import { didYouMean } from './nearest.ts';

/**
 * The name of an action of explorations, if there is one of that name.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function validateAction(name: string): string {
  if (findAction(name) !== undefined) return name;
  const names = actions.map((action) => action.name);
  throw new HarnessError(
    'CHAOS_USAGE',
    `Expected an action of explorations, but got "${name}". ${didYouMean(name, names)}`,
  );
}
