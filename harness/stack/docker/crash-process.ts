import { readFileSync } from 'node:fs';
import type Docker from 'dockerode';
import type { Engine } from '../../engine/find-engine.ts';
import { HarnessError, reasonOf } from '../../errors.ts';

/**
 * SIGKILLs the main process of a container from the host.
 *
 * @remarks A container that is killed through the engine counts as stopped by hand, and no restart policy restarts it.
 * This kill looks like a crash. An engine behind a local socket may still run in a virtual machine with separate process
 * ids, and an id may have been reused: it kills only a process that the kernel says is in that container.
 * @throws HarnessError CHAOS_STACK_LACKS if the engine is another machine's; CHAOS_FAULT_FAILED if we lack the right.
 */
export function crashProcess(engine: Pick<Engine, 'local'>, { Id, Name, State }: Docker.ContainerInspectInfo): void {
  const name = Name.replace(/^\//, '');
  if (!engine.local) {
    const sentence = `Can't crash ${name} from its host: its engine is another machine's. Use a local engine.`;
    throw new HarnessError('CHAOS_STACK_LACKS', sentence);
  }
  // 0 and 1 would be all of our processes and the machine's first process.
  if (State.Pid <= 1) {
    const sentence = `${name} has no main process. Start it first.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }
  if (!isOf(State.Pid, Id)) {
    const sentence = `The engine says that ${State.Pid} is the main process of ${name}, but here it is no process of it. Use an engine that runs on this machine.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence);
  }
  try {
    process.kill(State.Pid, 'SIGKILL');
  } catch (cause) {
    const sentence = `Can't SIGKILL process ${State.Pid} of ${name}: ${reasonOf(cause)}. Run the harness as root.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause });
  }
}

/** Whether the kernel counts a process as part of a container, whose id is in the name of its control group. */
function isOf(pid: number, containerId: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(containerId);
  } catch {
    return false;
  }
}
