import { count } from '../../model/count.ts';
import type { ToldViolation } from '../../model/violation.ts';
import type { ClientOperation } from '../evidence/client-operations.ts';

/**
 * The violations in the commands that started workflows: each must end, and with 0.
 *
 * @remarks What a command failed to start is a violation of the start. Its outcome is unknown if anything was struck while
 * it ran, or if its workflow ended otherwise than as completed: a client that waits for the end, or queries, fails then.
 */
export function commandViolations(operations: readonly ClientOperation[]): readonly ToldViolation[] {
  const notStarted = new Set(
    operations
      .filter(({ action, outcome }) => action === 'start' && outcome === 'fail')
      .map(({ workflowId }) => workflowId),
  );
  return operations
    .filter(({ action, outcome, workflowId }) => {
      return action === 'command' && outcome === 'fail' && !notStarted.has(workflowId);
    })
    .map(({ workflowId, message }): ToldViolation => {
      const detail = message ?? 'The command that started it failed.';
      const facts = { step: 'start command', expected: 'ended with exit code 0', actual: 'failed' };
      return { workflowId, violation: 'action-failed', detail, ...facts };
    });
}

/** A clause for the commands of unknown outcome; empty if there are none. */
export function describeUnknownCommands(operations: readonly ClientOperation[]): string {
  const number = operations.filter(({ action, outcome }) => action === 'command' && outcome === 'info').length;
  return number === 0
    ? ''
    : `; of ${count(number, 'program that starts workflows', 'programs that start workflows')} the outcome is unknown`;
}
