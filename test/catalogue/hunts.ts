import type { Tiered } from './tier.ts';

/** How a worker is struck at every point of a case. */
export type HuntingAction = 'crash' | 'lose-answer';

/** The exploration of a case of a broken system, which must find the sabotage exactly where it bites. */
export interface Hunt extends Tiered {
  readonly sabotage: string;
  readonly workflow: string;
  readonly way: string;
  readonly actions: readonly HuntingAction[];
  /**
   * Only answers of services are struck, since after those of Temporal a task's timeout must pass; or only around the
   * second page of an extraction. Left out: every point.
   */
  readonly only?: 'answers of services' | 'the second page';
  /** The good system has the same points in another order, so the order is taken as it was found. */
  readonly reordered?: true;
}

const both = ['crash', 'lose-answer'] as const;
const notedEarly = { way: 'cancelled', actions: ['crash'], reordered: true } as const;
const answersOfServices = { actions: ['lose-answer'], only: 'answers of services' } as const;

/**
 * Each sabotage that shows by one strike, in the smallest case that shows it.
 *
 * @remarks A crash takes a front and a recovery, and a lost answer of Temporal a timeout: these are hunted nightly only, but
 * for the shortest case.
 */
export const hunts: readonly Hunt[] = [
  ingestion('ci', 'compensation-forgets-lost-answer', { way: 'timed-out', ...answersOfServices }),
  ingestion('test', 'checkpoint-after-effect', { way: 'approved', ...answersOfServices }),
  ingestion('ci', 'progress-noted-early', { ...notedEarly, only: 'the second page' }),
  ingestion('full', 'progress-noted-early', notedEarly),
  ingestion('full', 'compensation-forgets-lost-answer', { way: 'timed-out', actions: both }),
  ingestion('full', 'compensation-forgets-lost-answer', { way: 'rejected', actions: both }),
  ingestion('full', 'checkpoint-not-idempotent', { way: 'approved', actions: both }),
  ingestion('full', 'progress-ignored', { way: 'approved', actions: both }),
  ingestion('full', 'resume-blanks-receipts', { way: 'approved', actions: both }),
  ingestion('full', 'checkpoint-after-effect', { way: 'approved', actions: both }),
];

function ingestion(tier: Hunt['tier'], sabotage: string, where: Omit<Hunt, 'tier' | 'sabotage' | 'workflow'>): Hunt {
  return { tier, sabotage, workflow: 'ingestDocument', ...where };
}

/** A sabotage that spoils a case without any strike: nothing of it is explored. */
export interface Spoiler extends Tiered {
  readonly sabotage: string;
  readonly way: string;
  /** What the exploration says first. */
  readonly check: string;
}

/** Each with the case that it spoils, and the check that it fails without any strike. */
export const spoilers: readonly Spoiler[] = [
  {
    tier: 'ci',
    sabotage: 'checkpoint-early',
    way: 'rejected',
    check: 'checkpoints-match-history (reference)',
  },
  {
    tier: 'test',
    sabotage: 'publication-not-awaited',
    way: 'approved',
    check: 'completed-work-was-done (reference)',
  },
  { tier: 'full', sabotage: 'embargo-halved', way: 'approved', check: 'timers-as-expected (reference)' },
  {
    tier: 'full',
    sabotage: 'heartbeat-timeout-doubled',
    way: 'cancelled',
    check: 'activity-options-as-expected (reference)',
  },
  { tier: 'full', sabotage: 'checkpoint-lost', way: 'rejected', check: 'checkpoints-match-history (reference)' },
  { tier: 'full', sabotage: 'nondeterministic', way: 'approved', check: 'replays-deterministically (reference)' },
  { tier: 'full', sabotage: 'compensation-skipped', way: 'rejected', check: 'side-effects-once (reference)' },
];
