import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Engine, findEngine } from '../engine/find-engine.ts';
import { asTyped } from '../model/as-typed.ts';
import { codeOfFleet } from '../model/fleets.ts';
import { maskSecrets } from '../model/mask-secrets.ts';
import { migrationsOf } from '../model/migrations-of.ts';
import type { Stack } from '../model/stack.ts';
import type { StackName } from '../model/stacks.ts';
import type { WorkerVariant } from '../model/worker-variant.ts';
import type { SystemPayloads } from '../probes/payloads/open-payloads.ts';
import type { ReplayerProgram } from '../probes/replayer.ts';
import { assertRoom } from '../provision/assert-room.ts';
import { imageTag } from '../provision/images/image-specs.ts';
import { assertImages, imageStates } from '../provision/images/image-state.ts';
import { packageRoot } from '../provision/package-root.ts';
import { findCompose } from '../provision/servers/find-compose.ts';
import { findPrometheus } from '../provision/servers/find-prometheus.ts';
import { findServer } from '../provision/servers/find-server.ts';
import { startDockerStack } from '../stack/docker/start-docker-stack.ts';
import { startEmbeddedStack } from '../stack/embedded/start-embedded-stack.ts';
import type { FleetBuild, StackOptions, WorkerBuild } from '../stack/stack-options.ts';
import { type Bundle, buildBundle } from './build-bundle.ts';
import { replayerProgram } from './replayer-programs.ts';
import type { FleetVariant, VersionVariant } from './system-versions.ts';

/** The options of every kind of stack. */
export interface WantedStack
  extends Omit<StackOptions, 'bundlePath' | 'versions' | 'fleets' | 'usualPorts' | 'ui' | 'signal'> {
  readonly stack: StackName;
  /** Other versions of the system that workers can be started with, by name; left out: none. */
  readonly versions?: Readonly<Record<string, VersionVariant>>;
  /** Further fleets of workers; left out: none. */
  readonly fleets?: readonly FleetVariant[];
  /** For people who look at it: Temporal's UI too, and both on their usual ports unless the environment names others. */
  readonly withUi?: true;
}

/** A stack that is up, and the workflow code that its workers run. */
export interface ProvisionedStack {
  readonly stack: Stack;
  readonly bundle: Bundle | null;
  /** Those of the other versions and of further fleets, by name. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** What replays the event histories of the workers; null if nothing does. */
  readonly replayer: ReplayerProgram | null;
  /** What replays those of the other versions and of further fleets, by name. */
  readonly replayers: Readonly<Record<string, ReplayerProgram>>;
  /** What the payloads of the system are read and written by; undefined: Temporal's default data converter. */
  readonly payloads: Payloads;
}

type Payloads = SystemPayloads | undefined;

/** Where people expect Temporal, its UI, and the system's API. */
const uiPorts = { temporal: 7233, 'temporal-ui': 8088, api: 8070 };
/** Where people expect Prometheus and Grafana. */
const monitoringPorts = { prometheus: 9090, grafana: 3000 };

/**
 * Brings up the stack that is asked for.
 *
 * @throws HarnessError of the part that fails; everything started before is undone.
 */
export async function provisionStack(wanted: WantedStack, signal: AbortSignal): Promise<ProvisionedStack> {
  await assertExisting(wanted, signal);
  const payloads = await payloadsOf(wanted);
  const decoding = payloads === undefined ? {} : { payloads, readDetails: payloads.readDetails };
  const provisioned = { ...(await provisionOn({ ...wanted, ...decoding }, signal)), payloads };
  try {
    await setUp(wanted, provisioned.stack, signal);
    if (wanted.version !== undefined) await provisioned.stack.deploy(wanted.version);
    return provisioned;
  } catch (error) {
    await provisioned.stack[Symbol.asyncDispose]();
    throw error;
  }
}

/** Loaded only where a system has another data converter than Temporal's. */
async function payloadsOf({ config, projectFolder, journal, progress }: WantedStack): Promise<Payloads> {
  if ((config.dataConverter ?? config.workers.dataConverter ?? config.codecServer) === undefined) return undefined;
  const { systemPayloads } = await import('./system-payloads.ts');
  const unread = (reason: string): void => {
    const why = maskSecrets(reason, config.secrets);
    const message = `Payloads can't be decoded, so their values are not compared: ${why}`;
    journal.write({ kind: 'note', message });
    progress(message);
  };
  return systemPayloads(config, { projectFolder, unread });
}

/** Before anything is started. The clients that ask are loaded only where there is something to ask. */
async function assertExisting(wanted: WantedStack, signal: AbortSignal): Promise<void> {
  const { temporal, hosted, config, projectFolder, progress } = wanted;
  if (hosted !== undefined) {
    const { assertHosted } = await import('../probes/assert-hosted.ts');
    // As a user in the project's folder writes it.
    const migrations = relative(projectFolder, migrationsOf(config) ?? '');
    await assertHosted(hosted, migrations, signal);
  }
  if (temporal === undefined) return;
  const { assertTemporal } = await import('../probes/assert-temporal.ts');
  for (const note of await assertTemporal(temporal, { setup: config.setup ?? {}, signal })) progress(note);
}

/** No workflow runs before it, so workers may be up already. An existing Temporal stays as it is. */
async function setUp({ config, temporal }: WantedStack, { addresses }: Stack, signal: AbortSignal): Promise<void> {
  if (config.setup === undefined || temporal !== undefined) return;
  const { setUpTemporal } = await import('../stack/set-up-temporal.ts');
  const place = { address: addresses.temporal, tls: addresses.tls };
  await setUpTemporal(place, config.namespace, { setup: config.setup, signal });
}

interface DecodingStack extends WantedStack {
  readonly payloads?: SystemPayloads;
}

type Started = Omit<ProvisionedStack, 'payloads'>;

async function provisionOn(wanted: DecodingStack, signal: AbortSignal): Promise<Started> {
  switch (wanted.stack) {
    case 'embedded':
      return provisionEmbedded(wanted, signal);
    case 'docker':
      return provisionDocker(wanted, signal);
  }
}

/** Finds the servers, builds the bundle and starts processes. */
async function provisionEmbedded(wanted: DecodingStack, signal: AbortSignal): Promise<Started> {
  const { progress } = wanted;
  await assertRoom(tmpdir());
  const [temporal, toxiproxy, prometheus, built] = await together(signal, (either) => [
    findServer('temporal', { signal: either, progress }),
    findServer('toxiproxy', { signal: either, progress }),
    wanted.monitoring === undefined ? null : findPrometheus({ env: process.env, signal: either }),
    builtOf(wanted, either),
  ]);
  const own = prometheus === null ? {} : { prometheus: prometheus.path };
  const servers = { temporal: temporal.path, toxiproxy: toxiproxy.path, ...own };
  const common = { ...wanted, ...uiOptions(wanted), ...buildsOf(wanted, built) };
  return { stack: await startEmbeddedStack({ ...common, servers, signal }), ...built };
}

/** Finds the engine and compose, builds the bundle and starts containers. */
async function provisionDocker(wanted: DecodingStack, signal: AbortSignal): Promise<Started> {
  const { progress } = wanted;
  const [engine, compose, built] = await together(signal, (either) => [
    findEngine(),
    findCompose({ signal: either, progress }),
    builtOf(wanted, either),
  ]);
  const grafana = wanted.monitoring !== undefined && (await hasGrafana(engine, progress));
  const composeFile = join(packageRoot(), 'docker', 'compose.yaml');
  const by = { engine, grafana, composeCommand: compose.command, composeFile };
  const common = { ...wanted, ...uiOptions(wanted), ...buildsOf(wanted, built) };
  return { stack: await startDockerStack({ ...common, ...by, signal }), ...built };
}

/**
 * Makes sure that Prometheus has its image. Grafana may lack one: no registry but an image registry has it.
 *
 * @throws HarnessError CHAOS_IMAGE_MISSING
 */
async function hasGrafana({ docker }: Engine, progress: (line: string) => void): Promise<boolean> {
  await assertImages(docker, ['prometheus']);
  const [state] = await imageStates(docker, ['grafana']);
  if (state?.state === 'current') return true;
  progress(
    asTyped(`${imageTag('grafana')} is ${state?.state}, so Prometheus runs without Grafana: npm run images grafana`),
  );
  return false;
}

type Built = Omit<ProvisionedStack, 'stack' | 'payloads'>;

async function builtOf(
  { variant, versions = {}, fleets = [], projectFolder, stack, payloads }: DecodingStack,
  signal: AbortSignal,
): Promise<Built> {
  const build = async (one: WorkerVariant): Promise<Pick<Built, 'bundle' | 'replayer'>> => {
    const bundle = one.bundle === null ? null : await buildBundle(one.bundle, projectFolder, signal);
    // The workers run the code in their image, about which the files on this machine say nothing.
    if (one.replayer !== undefined && stack === 'docker') return { bundle, replayer: null };
    return { bundle, replayer: await replayerProgram(one, { bundle, projectFolder, payloads }) };
  };
  const first = await build(variant);
  const bundles: Record<string, Bundle> = {};
  const replayers: Record<string, ReplayerProgram> = {};
  const ofFleets = fleets.map((fleet) => [codeOfFleet(fleet.name), fleet] as const);
  for (const [name, other] of [...Object.entries(versions), ...ofFleets]) {
    const { bundle, replayer } = await build(other);
    if (bundle !== null) bundles[name] = bundle;
    if (replayer !== null) replayers[name] = replayer;
  }
  return { ...first, bundles, replayers };
}

function buildsOf({ versions = {}, fleets = [] }: WantedStack, { bundle, bundles }: Built): Builds {
  const builds = Object.entries(versions).map(([name, { command, env, deploy }]): [string, WorkerBuild] => [
    name,
    { command, env: env ?? {}, bundlePath: bundles[name]?.path ?? null, deploy: deploy ?? null },
  ]);
  const ofFleets = fleets.map((fleet) => ({ ...fleet, bundlePath: bundles[codeOfFleet(fleet.name)]?.path ?? null }));
  return { bundlePath: bundle?.path ?? null, versions: Object.fromEntries(builds), fleets: ofFleets };
}

interface Builds {
  readonly bundlePath: string | null;
  readonly versions: Readonly<Record<string, WorkerBuild>>;
  readonly fleets: readonly FleetBuild[];
}

function uiOptions({ withUi }: WantedStack): Pick<StackOptions, 'ui' | 'usualPorts'> {
  // Nothing asks for the port of a server that isn't started.
  if (withUi !== true) return { usualPorts: monitoringPorts };
  return { ui: true, usualPorts: { ...uiPorts, ...monitoringPorts } };
}

/** If one part fails, the others are told to give up, and it waits for them: none goes on building after the run. */
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
