import type { Blocks } from '../fill-blocks.ts';
import { checkTable } from './checks.ts';
import { commandReference } from './commands.ts';
import { dependencyTable } from './dependencies.ts';
import { environmentTable } from './environment.ts';
import { errorTable } from './errors.ts';
import { actionTable, explorationTable } from './explorations.ts';
import { faultParameterTable } from './fault-parameters.ts';
import { faultTable, witnessTable } from './faults.ts';
import { partTable } from './parts.ts';
import { replayerSchema } from './replayer-schema.ts';
import { sabotageTable } from './sabotages.ts';
import { scenarioTable } from './scenarios.ts';
import { checkCatches, mutantScore, mutantTable, questionedChecks } from './trust.ts';
import { violationTable } from './violations.ts';

/** Every generated block: to add one, write its file and name it here. */
export const blocks: Blocks = {
  actions: actionTable,
  'check-catches': checkCatches,
  checks: checkTable,
  commands: commandReference,
  dependencies: dependencyTable,
  environment: environmentTable,
  errors: errorTable,
  explorations: explorationTable,
  faults: faultTable,
  'fault-parameters': faultParameterTable,
  'mutant-score': mutantScore,
  mutants: mutantTable,
  parts: partTable,
  'questioned-checks': questionedChecks,
  'replayer-schema': replayerSchema,
  sabotages: sabotageTable,
  scenarios: scenarioTable,
  violations: violationTable,
  witnesses: witnessTable,
};
