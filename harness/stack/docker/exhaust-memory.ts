import { HarnessError } from '../../errors.ts';
import type { ContainerHandle } from './container-handle.ts';

/**
 * Asks the kernel to take the main process first, then takes memory until there is none left.
 *
 * @remarks By default the kernel takes the largest process, which is the one that took the memory. Raising the score of
 * one's process needs no right.
 */
const PROGRAM = `
require('node:fs').writeFileSync('/proc/1/oom_score_adj', '1000');
const taken = [];
for (;;) taken.push(Buffer.alloc(16 * 1024 * 1024, 1));
`;

/**
 * Takes up the memory of a container from within, until the kernel kills its main process.
 *
 * @throws HarnessError CHAOS_FAULT_FAILED if the program ended for another reason, and the container lives.
 */
export async function exhaustMemory(handle: Pick<ContainerHandle, 'exec' | 'inspect'>): Promise<void> {
  const { exitCode, output } = await handle.exec(['node', '-e', PROGRAM]);
  const { State } = await handle.inspect();
  if (State.OOMKilled || !State.Running) return;
  // Its restart policy may have been quicker: then the events say so.
  const said = output.trim().split('\n').at(-1) ?? '';
  if (exitCode === 137) return;
  throw new HarnessError(
    'CHAOS_FAULT_FAILED',
    `Expected the container to run out of memory, but the program that fills it ended with ${exitCode}: ${said}. ` +
      'Give the container a memory limit.',
  );
}
