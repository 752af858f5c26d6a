import type { ChaosConfig, WorkerVariant } from '../model/config.ts';
import type { Journal } from '../model/journal.ts';
import type { Stack } from '../model/stack.ts';
import type { StackName } from '../model/stacks.ts';
import { findServer } from '../provision/find-server.ts';
import { startEmbeddedStack } from '../stack/embedded/start-embedded-stack.ts';
import { type Bundle, buildBundle } from './build-bundle.ts';
import { noDockerStack } from './choose-stack.ts';

/** What a stack is brought up with, whichever it is. */
export interface WantedStack {
  readonly runId: string;
  readonly stack: StackName;
  readonly config: ChaosConfig;
  readonly variant: WorkerVariant;
  readonly workers: number;
  readonly projectFolder: string;
  readonly logsFolder: string;
  readonly journal: Journal;
  readonly progress: (line: string) => void;
  /** For people who look at it: Temporal's UI too, and both on their usual ports unless the environment names others. */
  readonly toLookAt?: true;
}

/** A stack that is up, and the bundle that its workers run. */
export interface ProvisionedStack {
  readonly stack: Stack;
  readonly bundle: Bundle | null;
}

/** Where people expect Temporal and its UI. */
const usualPorts = { temporal: 7233, 'temporal-ui': 8088 };

/**
 * Brings a stack up, whichever is wanted.
 *
 * @throws HarnessError whatever the parts throw; what was started before is undone.
 */
export async function provisionStack(wanted: WantedStack, signal: AbortSignal): Promise<ProvisionedStack> {
  switch (wanted.stack) {
    case 'embedded':
      return provisionEmbedded(wanted, signal);
    case 'docker':
      throw noDockerStack();
  }
}

/** Finds the servers, builds the bundle and starts the stack. */
async function provisionEmbedded(wanted: WantedStack, signal: AbortSignal): Promise<ProvisionedStack> {
  const { variant, progress } = wanted;
  const [temporal, toxiproxy, bundle] = await together(signal, (either) => [
    findServer('temporal', { signal: either, progress }),
    findServer('toxiproxy', { signal: either, progress }),
    variant.bundle === null ? null : buildBundle(variant.bundle, wanted.projectFolder, either),
  ]);
  const stack = await startEmbeddedStack({
    ...wanted,
    ...(wanted.toLookAt === true ? { ui: true, usualPorts } : {}),
    bundlePath: bundle?.path ?? null,
    servers: { temporal: temporal.path, toxiproxy: toxiproxy.path },
    signal,
  });
  return { stack, bundle };
}

/** Where one fails the others are told to give up, and have done so: none goes on building behind a run that ended. */
async function together<T extends readonly unknown[]>(
  signal: AbortSignal,
  begin: (signal: AbortSignal) => readonly [...T],
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const failed = new AbortController();
  const parts = begin(AbortSignal.any([signal, failed.signal]));
  try {
    return await Promise.all(parts);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(parts);
    throw error;
  }
}
