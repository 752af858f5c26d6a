import { modelPoints } from '../explore/model-points.ts';
import { isDue, type Tiered } from './tier.ts';

/** An exploration that tests look at beside the hunts. */
export interface Exploring extends Tiered {
  readonly what: string;
  readonly sabotage: string | null;
  readonly workflow: string;
  /** On the command line, beside the workflow and the sabotage. */
  readonly flags: readonly string[];
}

const SEED = ['--seed', '7'] as const;
const UNAUDITED = ['--audit', '0%', ...SEED] as const;
const approved = { workflow: 'ingestDocument', what: 'an approved document' } as const;

/** The point after which a publication is charged for and its answer is not heard. */
export const published = 'ingestDocument/approved/publish/outside 1/reply';

const checkpointed = ['handed-out', 'supabase 1/request', 'supabase 1/reply', 'completion/request', 'completion/reply'];
/** Every point of one checkpoint. */
export const checkpointPoints = checkpointed.map(
  (moment) => `ingestDocument/approved/saveCheckpoint[embedded]/${moment}`,
);

/** Every point of two steps of an approved document that are charged for. */
export const chargePoints = modelPoints('approved', { pages: 3, batches: 2 })
  .filter(({ step }) => step === 'embedPages[batch 1]' || step === 'publish')
  .map(({ id }) => id);

/** Where a greeting is lost that is attempted once, and where it is not. */
export const greetingPoints = {
  lost: 'greeting/greeted/greet/handed-out',
  heard: 'greeting/greeted/greet/completion/reply',
} as const;

/** All of them, by a name for the tests. */
export const explorings = {
  greeting: {
    tier: 'test',
    what: 'a greeting, at every point by crash and by lost answer, a tenth audited alone',
    sabotage: null,
    workflow: 'greeting',
    flags: ['--audit', '10%', ...SEED],
  },
  brokenGreeting: {
    tier: 'test',
    what: 'a greeting, at every point by crash and by lost answer, compared with the good one',
    sabotage: 'greeting-without-retry',
    workflow: 'greeting',
    flags: UNAUDITED,
  },
  fixedGreeting: {
    tier: 'full',
    what: 'a greeting, at every point by crash, compared with the broken one',
    sabotage: null,
    workflow: 'greeting',
    flags: ['--action', 'crash', ...UNAUDITED],
  },
  timeLimit: {
    tier: 'test',
    ...approved,
    what: 'an approved document, whose points are all found, with a time limit',
    sabotage: null,
    flags: ['--case', 'approved', '--action', 'crash', '--front', '5', '--time-limit', '1s', ...SEED],
  },
  chargedTwice: {
    tier: 'test',
    ...approved,
    what: 'an approved document, at every point of two charges by crash',
    sabotage: 'effects-without-key',
    flags: ['--case', 'approved', '--action', 'crash', ...pointsOf(chargePoints), ...UNAUDITED],
  },
  chargedTwiceEverywhere: {
    tier: 'full',
    ...approved,
    what: 'an approved document, at every point by crash',
    sabotage: 'effects-without-key',
    flags: ['--case', 'approved', '--action', 'crash', ...UNAUDITED],
  },
  chargedTwiceAgain: {
    tier: 'full',
    ...approved,
    what: 'an approved document, at one point by itself',
    sabotage: 'effects-without-key',
    flags: ['--case', 'approved', '--action', 'crash', ...UNAUDITED],
  },
  cutConnection: {
    tier: 'ci',
    ...approved,
    what: 'a checkpoint of an approved document, by cut connection',
    sabotage: 'checkpoint-best-effort',
    flags: ['--case', 'approved', '--action', 'cut-connection', ...UNAUDITED],
  },
  twoCrashes: {
    tier: 'test',
    ...approved,
    what: 'a publication, by two crashes (depth 2)',
    sabotage: 'third-attempt-forgets-key',
    flags: [
      '--case',
      'approved',
      '--action',
      'crash',
      '--point',
      published,
      '--depth',
      '2',
      '--time-limit',
      '20s',
      ...UNAUDITED,
    ],
  },
  crashedTemporal: {
    tier: 'test',
    what: 'a greeting, at every point by a crash of the Temporal server',
    sabotage: null,
    workflow: 'greeting',
    flags: ['--action', 'crash-temporal', ...UNAUDITED],
  },
  crashedTemporalOnce: {
    tier: 'ci',
    what: 'a greeting, at two points by a crash of the Temporal server',
    sabotage: 'greeting-without-retry',
    workflow: 'greeting',
    flags: ['--action', 'crash-temporal', ...pointsOf(Object.values(greetingPoints)), ...UNAUDITED],
  },
  crashedDatabase: {
    tier: 'test',
    ...approved,
    what: "a checkpoint of an approved document, by a crash of Supabase's database",
    sabotage: null,
    flags: ['--case', 'approved', '--action', 'crash-database', ...pointsOf(checkpointPoints), ...UNAUDITED],
  },
  dockerGreeting: {
    tier: 'full',
    what: 'a greeting on Docker, at every point by crash and by lost answer',
    sabotage: null,
    workflow: 'greeting',
    flags: ['--stack', 'docker', ...UNAUDITED],
  },
  dockerBrokenGreeting: {
    tier: 'docker',
    what: 'a greeting on Docker, at every point by crash and by lost answer',
    sabotage: 'greeting-without-retry',
    workflow: 'greeting',
    flags: ['--stack', 'docker', ...UNAUDITED],
  },
} as const satisfies Readonly<Record<string, Exploring>>;

function pointsOf(ids: readonly string[]): readonly string[] {
  return ids.flatMap((id) => ['--point', id]);
}

/** Describes what is looked at in an exploration, where it is due now. */
export function describeExploring(wanted: Exploring, title: string, body: () => void): void {
  if (isDue(wanted)) describe(title, body);
}
