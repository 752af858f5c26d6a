import type { ExplorationAction } from '../../model/exploration.ts';
import type { Action } from './action.ts';
import { crash } from './crash.ts';
import { crashDatabase } from './crash-database.ts';
import { crashTemporal } from './crash-temporal.ts';
import { cutConnection } from './cut-connection.ts';
import { loseAnswer } from './lose-answer.ts';

/** Every action there is: to add one, write its file and name it here. */
export const actions: readonly Action[] = [crash, loseAnswer, cutConnection, crashTemporal, crashDatabase];

/** The action of that name. */
export function actionNamed(name: ExplorationAction): Action {
  const found = actions.find((action) => action.name === name);
  if (found === undefined) throw new RangeError(`Expected an action of the registry, but got "${name}".`);
  return found;
}
