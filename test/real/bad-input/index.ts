import { allScenarios } from './all-scenarios.ts';
import type { BadInput } from './bad-input.ts';
import { byHand } from './by-hand.ts';
import { commandLines } from './command-lines.ts';
import { configs } from './configs.ts';
import { engines } from './engines.ts';
import { explorations } from './explorations.ts';
import { exploreCommandLines } from './explore-command-lines.ts';
import { givenSystems } from './given-systems.ts';
import { hosted } from './hosted.ts';
import { machines } from './machines.ts';
import { monitoring } from './monitoring.ts';
import { plans } from './plans.ts';
import { replays } from './replays.ts';
import { temporal } from './temporal.ts';
import { throughNpm } from './through-npm.ts';
import { tls } from './tls.ts';

/** Everything that a user may get wrong, with the code and the exit that it must end in, by what is wrong. */
export const badInputGroups: Readonly<Record<string, readonly BadInput[]>> = {
  'command lines': commandLines,
  'command lines of all scenarios': allScenarios,
  'flags that npm takes for itself': throughNpm,
  plans,
  configurations: configs,
  'container engines': engines,
  machines,
  monitoring,
  TLS: tls,
  'faults by hand': byHand,
  'command lines of explorations': exploreCommandLines,
  'systems that a command line says': givenSystems,
  explorations,
  replays,
  'a hosted Supabase': hosted,
  'an existing Temporal': temporal,
};

/** All of them. */
export const badInputs: readonly BadInput[] = Object.values(badInputGroups).flat();
