import { findTemporal } from '../config/find-temporal.ts';
import type { ChaosConfig } from '../model/config.ts';
import { describeTemporal, type ExistingTemporal } from '../model/existing-temporal.ts';
import { markOf } from '../model/hosted-supabase.ts';
import type { Plan } from '../model/plan.ts';
import { harnessSabotages } from '../sabotage/index.ts';
import { adviceOn, stackLacks } from './choose-stack.ts';
import { versionsNamed } from './system-versions.ts';

/** A configuration as one run carries it out, and the existing Temporal that it is carried out on, if any. */
export interface OnTemporal {
  readonly config: ChaosConfig;
  readonly temporal?: ExistingTemporal;
}

/**
 * The configuration for one run: on an existing Temporal it has that one's namespace, and a task queue of the run if the
 * workers take any.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG as {@link findTemporal}
 */
export async function onTemporal(
  config: ChaosConfig,
  { projectFolder, runId }: { readonly projectFolder: string; readonly runId: string },
): Promise<OnTemporal> {
  const named = await findTemporal(config, { projectFolder, env: process.env });
  if (named === null) return { config };
  const mark = markOf(runId);
  const ownTaskQueue = config.temporal?.ownTaskQueue ?? false;
  const taskQueue = ownTaskQueue ? `${mark}${config.taskQueue}` : config.taskQueue;
  const endpoints = Object.values(config.setup?.nexusEndpoints ?? {}).map((endpoint) => endpoint.taskQueue);
  const fleets = Object.entries(config.fleets ?? {}).map(([name, fleet]) => {
    // Its workers take other tasks of the same workflows, so they poll where these are offered.
    return [name, fleet.taskQueue === config.taskQueue ? { ...fleet, taskQueue } : fleet] as const;
  });
  const ofFleets = fleets.map(([, fleet]) => fleet.taskQueue);
  const further = [...(config.temporal?.furtherTaskQueues ?? []), ...endpoints, ...ofFleets];
  const furtherTaskQueues = [...new Set(further)].filter((one) => one !== taskQueue);
  const { namespace } = named;
  const temporal = { ...named, mark, taskQueue, ownTaskQueue, furtherTaskQueues };
  const own = config.fleets === undefined ? {} : { fleets: Object.fromEntries(fleets) };
  return { config: { ...config, ...own, namespace, taskQueue }, temporal };
}

/** The existing Temporal of a run with the schedules that its plan has the harness make, so that none of them is left. */
export function withSchedules({ config, temporal }: OnTemporal, { workload, references = [] }: Plan): OnTemporal {
  const jobs = [...workload, ...references.flatMap(({ runs }) => runs)];
  const scheduleIds = jobs.filter(({ bySchedule }) => bySchedule !== undefined).map(({ workflowId }) => workflowId);
  if (temporal === undefined || scheduleIds.length === 0)
    return { config, ...(temporal === undefined ? {} : { temporal }) };
  return { config, temporal: { ...temporal, scheduleIds } };
}

/** The part of a head line that names the Temporal of a run, after the stack; empty if the run starts its own. */
export function describeExisting(temporal: ExistingTemporal | undefined): string {
  return temporal === undefined ? '' : ` · existing Temporal at ${describeTemporal(temporal)}`;
}

const PLACE = 'embedded stack with an existing Temporal';

/**
 * Refuses a plan whose sabotage needs a server of the run, or that makes a version the current one of its deployment: the
 * whole namespace would see it.
 *
 * @throws HarnessError CHAOS_STACK_LACKS
 */
export function refuseChanges({ temporal, versions = {} }: ChaosConfig, plan: Plan): void {
  if (temporal === undefined) return;
  const { needs } = harnessSabotages.find(({ name }) => name === plan.sabotage) ?? {};
  if (needs === 'own-temporal') throw stackLacks(PLACE, needs, adviceOn(needs, 'sabotage'));
  const deployed = versionsNamed(plan).find((name) => versions[name]?.deploy !== undefined);
  if (deployed === undefined) return;
  const why = `The client would deploy the version "${deployed}" for the whole namespace. Use another scenario.`;
  throw stackLacks(PLACE, 'own-temporal', why);
}
