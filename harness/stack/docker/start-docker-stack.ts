import { type EngineEvent, openEngineEvents } from '../../engine/engine-events.ts';
import type { Stack } from '../../model/stack.ts';
import { type StackStart, startGuarded } from '../start-guarded.ts';
import { workersNetworkOf } from './docker-networks.ts';
import type { DockerStackOptions } from './docker-stack-options.ts';
import { DockerStart } from './docker-start.ts';

/**
 * Starts a whole system as containers.
 *
 * @remarks If another process takes a port or a subnet between our look and the engine's, all is taken down and started again.
 * @throws HarnessError CHAOS_STACK_NOT_READY with the last line of the log of the part that isn't; CHAOS_PORT_TAKEN;
 * CHAOS_NOT_WRITABLE; CHAOS_ENGINE_LOST; the signal's reason when it aborts. Nothing is left then.
 */
export async function startDockerStack(options: DockerStackOptions): Promise<Stack> {
  const { runId, engine } = options;
  return startGuarded(options, {
    guard: (reaper) => reaper.guardContainers(),
    begin: async (base, stop): Promise<StackStart> => {
      let start: DockerStart | null = null;
      const events = await openEngineEvents(engine, runId, (event: EngineEvent) => start?.heed(event));
      const context = { ...base, engine, events, workersNetwork: workersNetworkOf(runId) };
      start = new DockerStart(options, { context, stop, events });
      return start;
    },
    race: /port is already allocated|address already in use|Pool overlaps with other one/i,
  });
}
