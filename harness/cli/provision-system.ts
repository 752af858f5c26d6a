import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEngine } from '../engine/find-engine.ts';
import type { ChaosConfig, WorkerVariant } from '../model/config.ts';
import type { Versions } from '../model/evidence.ts';
import type { Journal } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import { openProbes } from '../probes/open-probes.ts';
import { startReplayer } from '../probes/replayer.ts';
import { findCompose } from '../provision/find-compose.ts';
import { findServer } from '../provision/find-server.ts';
import type { LiveSystem, ProvisionChoices } from '../runner/run-context.ts';
import { startDockerStack } from '../stack/docker/start-docker-stack.ts';
import { startEmbeddedStack } from '../stack/embedded/start-embedded-stack.ts';
import { type Bundle, buildBundle } from './build-bundle.ts';
import type { ChosenStack } from './choose-stack.ts';
import { harnessVersion, packageVersion } from './harness-version.ts';

/** What is needed to bring a system up. */
export interface SystemOptions extends ProvisionChoices {
  readonly runId: string;
  readonly plan: Plan;
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
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
  const { stack, bundle } = await startStack(options, signal);
  try {
    const probes = await probesOf(options, stack, bundle);
    return { stack, probes, versions: versionsOf(options.stack, stack.versions(), bundle) };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

interface Started {
  readonly stack: LiveSystem['stack'];
  readonly bundle: Bundle | null;
}

async function startStack(options: SystemOptions, signal: AbortSignal): Promise<Started> {
  const { runId, config, plan, progress, projectFolder, logsFolder, journal } = options;
  const variant: WorkerVariant = { ...config.workers, ...config.sabotages[plan.sabotage ?? ''] };
  const forgetfulTemporal = options.forgetfulTemporal === true;
  const asked = { runId, config, variant, workers: plan.workers, forgetfulTemporal };
  const common = { ...asked, journal, signal, progress, logsFolder };
  const build = async (either: AbortSignal): Promise<Bundle | null> =>
    variant.bundle === null ? null : buildBundle(variant.bundle, projectFolder, either);
  if (options.stack.name === 'docker') {
    const [engine, compose, bundle] = await together(signal, (either) => [
      findEngine(),
      findCompose({ signal: either, progress }),
      build(either),
    ]);
    const by = { engine, composeCommand: compose.command, composeFile: composeFile(), uiPort: null };
    const stack = await startDockerStack({ ...common, ...by, projectFolder, bundlePath: bundle?.path ?? null });
    return { stack, bundle };
  }
  const [temporal, toxiproxy, bundle] = await together(signal, (either) => [
    findServer('temporal', { signal: either, progress }),
    findServer('toxiproxy', { signal: either, progress }),
    build(either),
  ]);
  const servers = { temporal: temporal.path, toxiproxy: toxiproxy.path };
  return { stack: await startEmbeddedStack({ ...common, servers, bundlePath: bundle?.path ?? null }), bundle };
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

function versionsOf(
  { images }: ChosenStack,
  servers: Readonly<Record<string, string>>,
  bundle: Bundle | null,
): Versions {
  return {
    ...(images === undefined ? {} : { images }),
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

function composeFile(): string {
  return fileURLToPath(new URL('../../docker/compose.yaml', import.meta.url));
}
