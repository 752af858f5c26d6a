import type { ActionWords, ExplorationAction } from '../model/exploration-action.ts';
import { crash } from './crash.ts';
import { crashDatabase } from './crash-database.ts';
import { crashTemporal } from './crash-temporal.ts';
import { cutConnection } from './cut-connection.ts';
import { loseAnswer } from './lose-answer.ts';
import { loseRequest } from './lose-request.ts';

/** Every action of explorations: to add one, write its file and name it here. */
export const actions: readonly ExplorationAction[] = [
  crash,
  loseAnswer,
  loseRequest,
  cutConnection,
  crashTemporal,
  crashDatabase,
];

/** The action of that name, if there is one. */
export function findAction(name: string): ExplorationAction | undefined {
  return actions.find((action) => action.name === name);
}

/** Finds an action that must exist. */
export function actionNamed(name: string): ExplorationAction {
  const action = findAction(name);
  if (action === undefined) throw new RangeError(`Expected an action of the registry, but got "${name}".`);
  return action;
}

/** The words of the action of that name; of one that this harness doesn't know its name alone. */
export function wordsOfAction(name: string): ActionWords {
  return findAction(name)?.words ?? { noun: name, deed: name, meaning: name };
}
