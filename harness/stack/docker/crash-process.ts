import type Docker from 'dockerode';
import type { Engine } from '../../engine/find-engine.ts';
import { firstLine, HarnessError } from '../../errors.ts';

/**
 * SIGKILLs the main process of a container from the host.
 *
 * @remarks A container that is killed through the engine counts as stopped by hand, and no restart policy brings it back.
 * This is what a crash looks like.
 * @throws HarnessError CHAOS_STACK_LACKS where the engine is another machine's; CHAOS_FAULT_FAILED where we may not.
 */
export function crashProcess(engine: Pick<Engine, 'local'>, { Name, State }: Docker.ContainerInspectInfo): void {
  const name = Name.replace(/^\//, '');
  if (!engine.local) {
    const sentence = `Expected to crash ${name} from its host, but its engine is another machine's. Use a local engine.`;
    throw new HarnessError('CHAOS_STACK_LACKS', sentence);
  }
  // 0 and 1 would be all of us and the machine's own first process.
  if (State.Pid <= 1) {
    const sentence = `Expected ${name} to have a main process, but it has none after 0 ms. Start it first.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }
  try {
    process.kill(State.Pid, 'SIGKILL');
  } catch (cause) {
    const why = firstLine(cause instanceof Error ? cause.message : String(cause));
    const sentence = `Expected to SIGKILL process ${State.Pid} of ${name}, but: ${why}, after 0 ms. Run the harness as root.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause });
  }
}
