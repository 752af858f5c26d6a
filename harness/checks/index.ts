import type { Check } from '../model/check.ts';
import { activityOptionsAsExpected } from './activity-options-as-expected.ts';
import { blastRadiusContained } from './blast-radius-contained/blast-radius-contained.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history/checkpoints-match-history.ts';
import { completedWorkWasDone } from './completed-work-was-done.ts';
import { effectsInCausalOrder } from './effects-in-causal-order/effects-in-causal-order.ts';
import { endStateAsWithoutFault } from './end-state-as-without-fault.ts';
import { eventHistoryWellFormed } from './event-history-well-formed/event-history-well-formed.ts';
import { everyWorkflowCompletes } from './every-workflow-completes/every-workflow-completes.ts';
import { faultLanded } from './fault-landed/fault-landed.ts';
import { progressResumed } from './progress-resumed/progress-resumed.ts';
import { recoversWithinBound } from './recovers-within-bound/recovers-within-bound.ts';
import { replaysDeterministically } from './replays-deterministically.ts';
import { rowsAsExpected } from './rows-as-expected.ts';
import { runsOnVersion } from './runs-on-version.ts';
import { sideEffectsOnce } from './side-effects-once.ts';
import { steadyStateReturns } from './steady-state-returns/steady-state-returns.ts';
import { stopsGracefully } from './stops-gracefully.ts';
import { timersAsExpected } from './timers-as-expected.ts';
import { valuesAsExpected } from './values-as-expected.ts';
import { valuesAsWithoutFault } from './values-as-without-fault.ts';
import { workDoneAsWithoutFault } from './work-done-as-without-fault.ts';
import { workDoneOnce } from './work-done-once.ts';

/** Every check there is, in the order in which a report shows them: to add one, write its file and name it here. */
export const checks: readonly Check[] = [
  faultLanded,
  everyWorkflowCompletes,
  sideEffectsOnce,
  workDoneOnce,
  valuesAsExpected,
  effectsInCausalOrder,
  completedWorkWasDone,
  checkpointsMatchHistory,
  rowsAsExpected,
  endStateAsWithoutFault,
  workDoneAsWithoutFault,
  valuesAsWithoutFault,
  progressResumed,
  eventHistoryWellFormed,
  timersAsExpected,
  activityOptionsAsExpected,
  replaysDeterministically,
  recoversWithinBound,
  steadyStateReturns,
  stopsGracefully,
  runsOnVersion,
  blastRadiusContained,
];

/**
 * The names of all checks but those that a plan must ask for by name ({@link Check.onRequest}), or by what it gives
 * ({@link Check.givenBy}).
 */
export const checkNames: readonly string[] = checks.flatMap(({ name, onRequest, givenBy }) =>
  onRequest || givenBy ? [] : [name],
);

/** The check of that name, if there is one. */
export function findCheck(name: string): Check | undefined {
  return checks.find((check) => check.name === name);
}
