import type { Blocks } from '../fill-blocks.ts';
import { checkTable } from './checks.ts';
import { commandReference } from './commands.ts';
import { dependencyTable } from './dependencies.ts';
import { environmentTable } from './environment.ts';
import { errorTable } from './errors.ts';
import { actionTable, explorationTable } from './explorations.ts';
import { faultTable, witnessTable } from './faults.ts';
import { partTable } from './parts.ts';
import { sabotageTable } from './sabotages.ts';
import { scenarioTable } from './scenarios.ts';

/** Every generated block: to add one, write its file and name it here. */
export const blocks: Blocks = {
  actions: actionTable,
  checks: checkTable,
  commands: commandReference,
  dependencies: dependencyTable,
  environment: environmentTable,
  errors: errorTable,
  explorations: explorationTable,
  faults: faultTable,
  parts: partTable,
  sabotages: sabotageTable,
  scenarios: scenarioTable,
  witnesses: witnessTable,
};
