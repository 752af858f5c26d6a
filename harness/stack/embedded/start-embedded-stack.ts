import type { Stack } from '../../model/stack.ts';
import { startGuarded } from '../start-guarded.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import { EmbeddedStart } from './embedded-start.ts';

/**
 * Starts a whole system as processes on this machine.
 *
 * @remarks If another process takes a port between our look and the server's, all is taken down and started again on others.
 * @throws HarnessError CHAOS_STACK_NOT_READY with the last line of the log of the part that isn't; CHAOS_PORT_TAKEN;
 * CHAOS_NOT_WRITABLE; CHAOS_BAD_CONFIG if a migration fails; the signal's reason when it aborts. Nothing is left then.
 */
export async function startEmbeddedStack(options: EmbeddedStackOptions): Promise<Stack> {
  return startGuarded(options, {
    begin: async (context, stop) => new EmbeddedStart(options, context, stop),
    race: /address already in use|EADDRINUSE|can't set \w+ port|could not create any TCP\/IP sockets/i,
  });
}
