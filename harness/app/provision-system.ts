import { join } from 'node:path';
import { ledgerOfExchanges } from '../model/effects-of-exchanges.ts';
import type { Versions } from '../model/evidence.ts';
import { exchangesOf } from '../model/exchange.ts';
import { describeTemporal } from '../model/existing-temporal.ts';
import { hostOf } from '../model/hosted-supabase.ts';
import { asksApi, type Plan } from '../model/plan.ts';
import type { RunScope } from '../model/run-scope.ts';
import { openProbes } from '../probes/open-probes.ts';
import { startReplayer } from '../probes/replayer.ts';
import { COMPONENT_TAG, ownerTag, RUN_TAG } from '../reaper/run-folder.ts';
import type { LiveSystem, ProvisionChoices } from '../runner/run-context.ts';
import type { StackOptions } from '../stack/stack-options.ts';
import type { WorkerExtras } from '../stack/worker-extras.ts';
import { harnessVersion, packageVersion } from '../version.ts';
import type { ChosenStack } from './choose-stack.ts';
import { type ProvisionedStack, provisionStack, type WantedStack } from './provision-stack.ts';
import { variantsOf } from './system-versions.ts';

/** The options of a system: its stack and its probes. */
export interface SystemOptions
  extends RunScope,
    ProvisionChoices,
    WorkerExtras,
    Pick<StackOptions, 'monitoring' | 'tls' | 'temporal'> {
  readonly plan: Pick<Plan, 'sabotage' | 'workers' | 'fleets' | 'version' | 'subject' | 'workload' | 'schedule'>;
  readonly stack: ChosenStack;
  /** The task queue of canaries that the harness serves itself; left out: it serves none. */
  readonly canaryQueue?: string | undefined;
}

/** A system that is up, and the versions it is made of. */
export interface ProvisionedSystem extends LiveSystem {
  readonly versions: Versions;
}

/**
 * Starts a stack as the plan wants it and opens the probes.
 *
 * @throws HarnessError of the part that fails; everything started before is undone.
 */
export async function provisionSystem(options: SystemOptions, signal: AbortSignal): Promise<ProvisionedSystem> {
  const { config, plan } = options;
  const versions = variantsOf(config, plan);
  const wanted = { ...options, ...versions, stack: options.stack.name, workers: plan.workers, ...apiOf(options) };
  const { stack, ...built } = await provisionStack(wanted, signal);
  try {
    const probes = await probesOf(options, stack, built);
    return { stack, probes, versions: versionsOf(options, stack.versions(), built) };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

/** The command of the API, if the plan asks it; that of a broken one if the sabotage has one. */
function apiOf({ config, plan }: SystemOptions): Pick<WantedStack, 'api'> {
  if (!asksApi(plan)) return {};
  const command = config.sabotages[plan.sabotage ?? '']?.api ?? config.api?.command;
  return command === undefined ? {} : { api: command };
}

/** Null if nothing replays the event histories of the system. */
function replayerOf(
  { logsFolder, runId }: SystemOptions,
  { replayer: program, replayers: versions }: Built,
): ReturnType<typeof startReplayer> | null {
  if (program === null) return null;
  const tags = { [RUN_TAG]: runId, [COMPONENT_TAG]: 'replayer.1', ...ownerTag() };
  return startReplayer({ program, versions, logFile: join(logsFolder, 'replay.log'), tags });
}

async function probesOf(
  options: SystemOptions,
  stack: LiveSystem['stack'],
  built: Built,
): Promise<LiveSystem['probes']> {
  const { config, plan } = options;
  const keeps = config.subjects[plan.subject] ?? { checkpoints: false, effects: false };
  const { tables = [] } = keeps;
  const { checkpoints } = config.books;
  const { temporal, supabaseUrl: url, supabaseKey: key, outsideWorldUrl, api, tls } = stack.addresses;
  // A hosted Supabase knows no authority of the run.
  const fetchBooks = options.hosted === undefined ? tls?.fetch : undefined;
  const place = { url, key, mark: options.hosted?.mark, fetch: fetchBooks };
  const replayer = replayerOf(options, built);
  try {
    return await openProbes({
      temporal,
      namespace: config.namespace,
      taskQueue: config.taskQueue,
      existing: options.temporal,
      replayer,
      canaryQueue: options.canaryQueue,
      payloads: built.payloads,
      supabase: keeps.checkpoints && checkpoints !== undefined ? { ...place, table: checkpoints.table } : null,
      tables: tables.length === 0 ? null : { ...place, tables },
      outsideWorldUrl: keeps.effects ? outsideWorldUrl : null,
      exchanged: (after) => ledgerOfExchanges(exchangesOf(options.journal.entries()), after),
      ...(api === null ? {} : { api: { ...api, journal: options.journal } }),
      tls,
    });
  } catch (error) {
    await replayer?.[Symbol.asyncDispose]();
    throw error;
  }
}

type Built = Pick<ProvisionedStack, 'replayer' | 'replayers' | 'payloads'>;

function versionsOf(options: SystemOptions, servers: Readonly<Record<string, string>>, built: Built): Versions {
  const { stack, tls } = options;
  const { images, reason } = stack;
  const others = Object.entries(built.replayers).map(([name, { hash }]) => [name, hash] as const);
  return {
    ...versionsWithoutSystem(options),
    ...(images === undefined ? {} : { images }),
    ...(tls === true ? { tls: 'mutual' as const } : {}),
    stackChoice: reason,
    temporal: servers.temporal ?? 'unknown',
    toxiproxy: servers.toxiproxy ?? 'unknown',
    postgresql: servers.postgresql ?? 'unknown',
    bundleHash: built.replayer?.hash ?? null,
    ...(others.length === 0 ? {} : { bundles: Object.fromEntries(others) }),
  };
}

/** The versions that are known before there is a system. */
export function versionsWithoutSystem({ hosted, temporal }: Pick<SystemOptions, 'hosted' | 'temporal'>): Versions {
  return {
    harness: harnessVersion(),
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    temporal: 'unknown',
    toxiproxy: 'unknown',
    postgresql: 'unknown',
    temporalSdk: packageVersion('@temporalio/client'),
    bundleHash: null,
    ...(hosted === undefined ? {} : { supabase: hostOf(hosted) }),
    ...(temporal === undefined ? {} : { temporalAt: describeTemporal(temporal) }),
  };
}
