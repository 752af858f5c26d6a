import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import type { Engine } from '../../engine/find-engine.ts';
import { HarnessError, reasonOf } from '../../errors.ts';

/**
 * SIGKILLs the main process of a container from the host.
 *
 * @remarks A container that is killed through the engine counts as stopped by hand, and no restart policy brings it back.
 * This is what a crash looks like. An engine behind a local socket may still run in a virtual machine, with process ids of
 * its own, and an id may have been given out anew: nothing is killed but what the kernel says is in that container.
 * @throws HarnessError CHAOS_STACK_LACKS where the engine is another machine's; CHAOS_FAULT_FAILED where we may not.
 */
export function crashProcess(engine: Pick<Engine, 'local'>, { Id, Name, State }: Docker.ContainerInspectInfo): void {
  const name = Name.replace(/^\//, '');
  if (!engine.local) {
    const sentence = `Expected to crash ${name} from its host, but its engine is another machine's. Use a local engine.`;
    throw new HarnessError('CHAOS_STACK_LACKS', sentence);
  }
  // 0 and 1 would be all of us and the machine's own first process.
  if (State.Pid <= 1) {
    const sentence = `Expected ${name} to have a main process, but it has none. Start it first.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }
  if (!isOf(State.Pid, Id)) {
    const sentence = `Expected process ${State.Pid} to be the main one of ${name}, but here it is no process of it. Use an engine that runs on this machine.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }
  try {
    process.kill(State.Pid, 'SIGKILL');
  } catch (cause) {
    const sentence = `Expected to SIGKILL process ${State.Pid} of ${name}, but: ${reasonOf(cause)}. Run the harness as root.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause });
  }
}

/** Whether the kernel counts a process to a container, whose id is in the name of its control group. */
function isOf(pid: number, containerId: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(containerId);
  } catch {
    return false;
  }
}
