/** Exit codes of the command line (sysexits.h for 64 and 70, POSIX shells for 130). */
export const exitCodes = { valid: 0, invalid: 1, unknown: 2, usage: 64, harness: 70, interrupted: 130 } as const;

/** An exit code of the command line. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The meaning of an exit code. */
export type ExitReason = keyof typeof exitCodes;

/**
 * The order in which one exit code hides another: an interrupted run says nothing of the rest; harm that was found
 * counts even if the harness failed too; nothing is `valid` beside anything else.
 */
const byGravity: readonly ExitReason[] = ['interrupted', 'invalid', 'harness', 'usage', 'unknown', 'valid'];

/**
 * The gravest of several exit codes, each given as a code or by its reason. The one place where their order stands.
 *
 * @remarks An empty list is `unknown`: nothing ran, so nothing was proved.
 */
export function gravestExit(exits: readonly (ExitCode | ExitReason)[]): ExitCode {
  const codes = exits.map((exit) => (typeof exit === 'number' ? exit : exitCodes[exit]));
  const gravest = byGravity.find((reason) => codes.includes(exitCodes[reason]));
  return exitCodes[gravest ?? 'unknown'];
}
