import { allScenarios } from './all-scenarios.ts';
import type { BadInput } from './bad-input.ts';
import { byHand } from './by-hand.ts';
import { commandLines } from './command-lines.ts';
import { configs } from './configs.ts';
import { engines } from './engines.ts';
import { explorations } from './explorations.ts';
import { exploreCommandLines } from './explore-command-lines.ts';
import { hosted } from './hosted.ts';
import { machines } from './machines.ts';
import { plans } from './plans.ts';
import { throughNpm } from './through-npm.ts';

/** The table: everything that a user may get wrong, with the code and the exit that it must end in. */
export const badInputs: readonly BadInput[] = [
  ...commandLines,
  ...allScenarios,
  ...throughNpm,
  ...plans,
  ...configs,
  ...engines,
  ...machines,
  ...byHand,
  ...exploreCommandLines,
  ...explorations,
  ...hosted,
];
