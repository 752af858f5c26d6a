import type { ReplayDifference } from './replay-trace.ts';
import type { Verdict } from './verdict.ts';

/** The name and version of the JSON that `chaos replay --json` prints. */
export const REPLAY_SCHEMA = 'durable-chaos/replay@1';

/** One event history that a build does not follow. */
export interface ReplayFailure extends ReplayDifference {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  /** The exported file, or the run folder. */
  readonly storedIn: string;
  /** How many events the shortest replay that failed had; all, if only the whole one did. */
  readonly events: number;
  readonly full: boolean;
  /** The error of the SDK. */
  readonly error: string;
}

/** What replays of stored event histories prove of a build. */
export interface ReplayReport {
  readonly schema: typeof REPLAY_SCHEMA;
  readonly verdict: Verdict;
  /** What was replayed: the bundle, or the code of a replayer, whose command stands for its path. */
  readonly bundle: { readonly path: string; readonly hash: string };
  /** The command of the replayer; left out if a bundle was replayed. */
  readonly replayer?: readonly string[];
  /** How many event histories were replayed whole. */
  readonly histories: number;
  readonly prefixes: number;
  readonly events: number;
  readonly failures: readonly ReplayFailure[];
  /** What was not replayed, and why; it makes the verdict `unknown` unless something failed. */
  readonly notReplayed: readonly { readonly storedIn: string; readonly reason: string }[];
  /** Event histories without a completed workflow task: there is no command to compare. */
  readonly notBegun: number;
}
