/**
 * A program that replays event histories with the workflow code of the system, by the protocol of
 * `docs/reference/replayer-protocol.md`.
 *
 * @example
 * const replayer: ReplayerConfig = {
 *   command: ['python', 'node_modules/durable-chaos/replayers/python/replayer.py', 'billing.workflows:Billing'],
 *   code: ['billing/workflows.py'],
 * };
 */
export interface ReplayerConfig {
  /** Program and arguments, run in the project's folder and not by a shell. */
  readonly command: readonly [string, ...string[]];
  /** The files of the workflow code, as paths or glob patterns below the project's folder. */
  readonly code: readonly [string, ...string[]];
  /** Its environment, on top of PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
}
