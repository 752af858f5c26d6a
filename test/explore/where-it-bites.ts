import { activityTypeOf, expectedDoubles, isAt, isCharge, type Points } from './crash-walk.ts';
import {
  askingFor,
  atRepliesOfServices,
  callsTo,
  extractedAgain,
  isHandedOut,
  progressAhead,
  progressIgnored,
  publishedUnguarded,
  untilCompleted,
} from './places-of-harm.ts';

/** What exploration finds of a sabotage in one case, given the points of that case. */
export interface Bite {
  /** Why, in one sentence. */
  readonly why: string;
  /** The check that must catch it, and in what; left out where it is only the negative control of a scenario. */
  readonly caughtBy?: {
    readonly check: string;
    readonly by:
      | 'worker-kill'
      | 'worker-stop-graceful'
      | 'worker-deploy-pinned'
      | 'an exploration'
      | 'an exploration at depth 2';
  };
  /** The cases whose reference run fails already, so that nothing of them is explored. */
  readonly spoils?: readonly string[];
  /** The ids of the points at which one crash of the worker does harm. */
  crash(points: Points): readonly string[];
  /**
   * The ids of the points at which a lost answer does harm, the worker living on.
   *
   * @remarks Only what was executed has an answer to lose, so these are replies.
   */
  loseAnswer(points: Points): readonly string[];
  /** Where neither of the others does harm: the ids of the points at which a cut of the worker's connections does. */
  cutConnection?(points: Points): readonly string[];
}

const nowhere = (): readonly string[] => [];
const withdrawn: readonly string[] = ['rejected', 'timed-out', 'cancelled', 'cancelled-in-embargo'];
const every: readonly string[] = ['approved', ...withdrawn];

/**
 * Where each sabotage of the subject bites when it is explored, by crash and by lost answer; one that bites nowhere at
 * depth 1 says why.
 *
 * @remarks gRPC calls whose answer is lost are made again by the SDK, but for polls, whose task is lost with it until its
 * timeout; so beside them only the calls to services count there. A crash counts for what the server has done unasked, too:
 * it hands an activity out as soon as it has recorded the workflow task that asked for it.
 */
export const whereItBites: Readonly<Record<string, Bite>> = {
  'effects-without-key': {
    caughtBy: { check: 'side-effects-once', by: 'worker-kill' },
    why: 'Whatever was charged and is not recorded is charged again by the next attempt.',
    crash: expectedDoubles,
    loseAnswer: (points) => callsTo(points, { service: 'outside', side: 'reply' }),
  },
  'checkpoint-lost': {
    caughtBy: { check: 'checkpoints-match-history', by: 'worker-kill' },
    why: 'The row of "extracted" is missing without any fault.',
    spoils: every,
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'checkpoint-early': {
    caughtBy: { check: 'checkpoints-match-history', by: 'worker-kill' },
    why: 'The row of "extracted" is there before its work without any fault.',
    spoils: every,
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'progress-ignored': {
    caughtBy: { check: 'progress-resumed', by: 'worker-kill' },
    why: 'An attempt after a recorded heartbeat asks for pages again that it covers; the keys absorb them.',
    crash: progressIgnored,
    loseAnswer: (points) => atRepliesOfServices(points, progressIgnored(points)),
  },
  'progress-noted-early': {
    caughtBy: { check: 'side-effects-once', by: 'an exploration' },
    why: 'A page whose heartbeat is recorded and whose request was not sent is lost: the next attempt goes on after it.',
    crash: progressAhead,
    loseAnswer: nowhere,
  },
  'resume-blanks-receipts': {
    caughtBy: { check: 'values-as-expected', by: 'worker-kill' },
    why: 'An attempt after a recorded heartbeat has blank receipts for the pages that it covers; no effect is repeated.',
    crash: progressIgnored,
    loseAnswer: (points) => atRepliesOfServices(points, progressIgnored(points)),
  },
  nondeterministic: {
    caughtBy: { check: 'replays-deterministically', by: 'worker-kill' },
    why: 'The event history does not replay as soon as a document is published, without any fault.',
    spoils: ['approved'],
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'compensation-skipped': {
    caughtBy: { check: 'side-effects-once', by: 'worker-kill' },
    why: 'Whatever is withdrawn keeps its embeddings without any fault; what is approved is not concerned.',
    spoils: withdrawn,
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'checkpoint-not-idempotent': {
    why: 'A row that is written and whose completion is not recorded fails the workflow when it is written again.',
    crash: (points) =>
      untilCompleted(points, (point) => isAt(point, 'supabase', 'reply') && activityTypeOf(point) === 'saveCheckpoint'),
    loseAnswer: (points) => callsTo(points, { service: 'supabase', side: 'reply', type: 'saveCheckpoint' }),
  },
  'checkpoint-best-effort': {
    // A dead worker swallows nothing: the next attempt writes the row. It takes a request that fails, the worker living.
    why: 'Only a request that Supabase never gets, while the worker lives on, loses a row.',
    crash: nowhere,
    loseAnswer: nowhere,
    cutConnection: (points) => callsTo(points, { service: 'supabase', side: 'request', type: 'saveCheckpoint' }),
  },
  'greeting-without-retry': {
    why: 'A greeting that is handed out and not recorded as completed is not attempted again.',
    crash: (points) => [
      ...askingFor(points, 'greet'),
      ...untilCompleted(points, (point) => isHandedOut(point, 'greet')),
    ],
    loseAnswer: (points) => points.filter((point) => isHandedOut(point, 'greet')).map(({ id }) => id),
  },
  'checkpoint-after-effect': {
    caughtBy: { check: 'side-effects-once', by: 'an exploration' },
    why: 'Between a publication and the writing of its guard nobody knows that it was made.',
    crash: publishedUnguarded,
    loseAnswer: (points) => atRepliesOfServices(points, publishedUnguarded(points)),
  },
  'compensation-forgets-lost-answer': {
    caughtBy: { check: 'side-effects-once', by: 'an exploration' },
    why: 'A batch that an earlier attempt had embedded is taken for that of another document: a withdrawal leaves it, and checkpoints say so.',
    crash: (points) => untilCompleted(points, (point) => isCharge(point) && activityTypeOf(point) === 'embedPages'),
    loseAnswer: (points) => callsTo(points, { service: 'outside', side: 'reply', type: 'embedPages' }),
  },
  'stale-status': {
    caughtBy: { check: 'rows-as-expected', by: 'worker-kill' },
    why: 'An extraction that is handed out and not recorded as completed is resumed, and so writes its status for ever.',
    crash: extractedAgain,
    loseAnswer: (points) => [
      ...points.filter((point) => isHandedOut(point, 'extractPages')).map(({ id }) => id),
      ...atRepliesOfServices(points, extractedAgain(points)),
    ],
  },
  'third-attempt-forgets-key': {
    caughtBy: { check: 'side-effects-once', by: 'an exploration at depth 2' },
    why: 'It takes two crashes in one activity to get to a third attempt.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'publication-not-awaited': {
    caughtBy: { check: 'completed-work-was-done', by: 'an exploration' },
    why: 'A publication is not waited for without any fault.',
    spoils: ['approved'],
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'embedding-left-behind': {
    caughtBy: { check: 'effects-in-causal-order', by: 'worker-kill' },
    why: 'Without any fault a batch is embedded after its revocation, or after the publication that needs it.',
    spoils: every,
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'notification-early': {
    caughtBy: { check: 'effects-in-causal-order', by: 'worker-kill' },
    why: 'A notification comes before its publication without any fault.',
    spoils: ['approved'],
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'embargo-halved': {
    caughtBy: { check: 'timers-as-expected', by: 'worker-kill' },
    why: 'An embargo is too short without any fault.',
    spoils: ['approved'],
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'heartbeat-timeout-doubled': {
    caughtBy: { check: 'activity-options-as-expected', by: 'worker-kill' },
    why: 'An extraction is scheduled with another heartbeat timeout than was asked for, without any fault.',
    spoils: every,
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'embedding-noted-late': {
    why: 'It takes a cancellation while a batch is being embedded, which no case has.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'effects-keyed-by-run': {
    why: 'It takes another run of the same workflow, which no case has.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'certificate-read-once': {
    why: 'No crash replaces a certificate; it takes one that has expired and was replaced.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'no-shutdown-grace': {
    caughtBy: { check: 'stops-gracefully', by: 'worker-stop-graceful' },
    why: 'A crash leaves no worker the time to drain; it takes a worker that is asked to stop.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'api-forgets-reviews': {
    why: 'Only a client of the API can send a review again; an exploration asks Temporal itself.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'api-starts-anew': {
    why: 'Only a client of the API can send a start again; an exploration asks Temporal itself.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'unguarded-change': {
    why: 'It is in the second version only, which an exploration does not run.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'pinning-forgotten': {
    caughtBy: { check: 'runs-on-version', by: 'worker-deploy-pinned' },
    why: 'It takes the deployment of another version, which is no crash.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
  'no-way-back': {
    why: 'It is in a version that only a deployment starts.',
    crash: nowhere,
    loseAnswer: nowhere,
  },
};
