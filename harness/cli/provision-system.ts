import { join } from 'node:path';
import type { ChaosConfig, WorkerVariant } from '../model/config.ts';
import type { Versions } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import { openProbes } from '../probes/open-probes.ts';
import { startReplayer } from '../probes/replayer.ts';
import { findServer } from '../provision/find-server.ts';
import type { LiveSystem, ProvisionChoices } from '../runner/run-context.ts';
import { startEmbeddedStack } from '../stack/embedded/start-embedded-stack.ts';
import { type Bundle, buildBundle } from './build-bundle.ts';
import { harnessVersion, packageVersion } from './harness-version.ts';

/** What is needed to bring a system up. */
export interface SystemOptions extends ProvisionChoices {
  readonly runId: string;
  readonly plan: Plan;
  readonly config: ChaosConfig;
  readonly projectFolder: string;
  readonly logsFolder: string;
  readonly journal: Journal;
  readonly progress: (line: string) => void;
}

/** A system that is up, and the versions it is made of. */
export interface ProvisionedSystem extends LiveSystem {
  readonly versions: Versions;
}

/**
 * Finds the servers, builds the bundle, starts the stack and opens the probes.
 *
 * @throws HarnessError whatever the parts throw; what was started before is undone.
 */
export async function provisionSystem(options: SystemOptions, signal: AbortSignal): Promise<ProvisionedSystem> {
  const { config, plan, progress } = options;
  const variant: WorkerVariant = { ...config.workers, ...config.sabotages[plan.sabotage ?? ''] };
  const [temporal, toxiproxy, bundle] = await together(signal, (either) => [
    findServer('temporal', { signal: either, progress }),
    findServer('toxiproxy', { signal: either, progress }),
    variant.bundle === null ? null : buildBundle(variant.bundle, options.projectFolder, either),
  ]);
  const stack = await startEmbeddedStack({
    ...{ runId: options.runId, config, variant, journal: options.journal, signal, progress },
    workers: plan.workers,
    forgetfulTemporal: options.forgetfulTemporal === true,
    logsFolder: options.logsFolder,
    bundlePath: bundle?.path ?? null,
    servers: { temporal: temporal.path, toxiproxy: toxiproxy.path },
  });
  try {
    const probes = await probesOf(options, stack, bundle);
    return { stack, probes, versions: versionsOf(stack.versions(), bundle) };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
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

async function probesOf(
  options: SystemOptions,
  stack: LiveSystem['stack'],
  bundle: Bundle | null,
): Promise<LiveSystem['probes']> {
  const { config, plan } = options;
  const keeps = config.subjects[plan.subject] ?? { checkpoints: false, effects: false };
  const { table } = config.books.checkpoints ?? { table: null };
  const { temporal, supabaseUrl: url, supabaseKey: key, outsideWorldUrl } = stack.addresses;
  const logFile = join(options.logsFolder, 'replay.log');
  const tags = { DURABLE_CHAOS_RUN: options.runId };
  const replayer = bundle === null ? null : startReplayer({ bundlePath: bundle.path, logFile, tags });
  try {
    return await openProbes({
      ...{ temporal, namespace: config.namespace, taskQueue: config.taskQueue, replayer },
      supabase: keeps.checkpoints && table !== null ? { url, key, table } : null,
      outsideWorldUrl: keeps.effects ? outsideWorldUrl : null,
    });
  } catch (error) {
    await replayer?.[Symbol.asyncDispose]();
    throw error;
  }
}

function versionsOf(servers: Readonly<Record<string, string>>, bundle: Bundle | null): Versions {
  return {
    ...versionsWithoutSystem(),
    temporal: servers.temporal ?? 'unknown',
    toxiproxy: servers.toxiproxy ?? 'unknown',
    postgresql: servers.postgresql ?? 'unknown',
    bundleHash: bundle?.hash ?? null,
  };
}

/** The versions that are known before there is a system. */
export function versionsWithoutSystem(): Versions {
  return {
    harness: harnessVersion(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    temporal: 'unknown',
    toxiproxy: 'unknown',
    postgresql: 'unknown',
    temporalSdk: packageVersion('@temporalio/client'),
    bundleHash: null,
  };
}
