import { workerReplace } from '../faults/worker-replace.ts';
import type { ChaosConfig, SystemVersion } from '../model/config.ts';
import type { FleetConfig } from '../model/fleet-config.ts';
import { fleetSizes } from '../model/fleets.ts';
import type { Plan } from '../model/plan.ts';
import type { WorkerVariant } from '../model/worker-variant.ts';

/** How the workers of one version are started, and what they add to their environment. */
export type VersionVariant = WorkerVariant & Pick<SystemVersion, 'env' | 'deploy'>;

/** The variants of the system that a run needs. */
export interface SystemVariants {
  /** The one that its workers begin with. */
  readonly variant: WorkerVariant & Pick<SystemVersion, 'env'>;
  /** The name of the version that its workers begin with; undefined: the variant's, which has none. */
  readonly version: string | undefined;
  /** Those that its workers begin with or that a fault of its plan starts one with, by name. */
  readonly versions: Readonly<Record<string, VersionVariant>>;
  /** Its further fleets, in the order of the configuration. */
  readonly fleets: readonly FleetVariant[];
}

/** How the workers of a further fleet are started, and how many there are. */
export interface FleetVariant extends WorkerVariant, Pick<FleetConfig, 'taskQueue' | 'cwd' | 'env'> {
  readonly name: string;
  readonly workers: number;
}

/** What a plan says about versions of the system. */
export type VersionedPlan = Pick<Plan, 'sabotage' | 'version' | 'fleets'> & Partial<Pick<Plan, 'schedule'>>;

/** The versions of the system that a plan names: the one to begin with, and those of its faults. */
export function versionsNamed({ version, schedule = [] }: VersionedPlan): readonly string[] {
  const named = schedule
    .filter(({ fault }) => fault === workerReplace.name)
    .flatMap(({ params }) => (typeof params.version === 'string' ? [params.version] : []));
  return [...new Set([...(version === undefined ? [] : [version]), ...named])];
}

/** The variants that a plan needs, its sabotage put in the place of the version that it breaks. */
export function variantsOf(config: ChaosConfig, plan: VersionedPlan): SystemVariants {
  const { version, sabotage } = plan;
  const all = Object.entries(versionVariants(config, { version, sabotage }));
  const named = versionsNamed(plan);
  const broken = config.sabotages[sabotage ?? ''];
  const isOfFirst = broken?.version === undefined && broken?.fleet === undefined;
  return {
    version,
    variant: { ...good(config), ...(isOfFirst ? broken : {}) },
    versions: Object.fromEntries(all.filter(([name]) => named.includes(name))),
    fleets: fleetVariants(config, plan),
  };
}

/** The further fleets as a plan wants them, its sabotage in the place of the one that it breaks. */
export function fleetVariants(
  { fleets = {}, sabotages }: Pick<ChaosConfig, 'fleets' | 'sabotages'>,
  plan: Partial<Pick<Plan, 'sabotage' | 'fleets'>> = {},
): readonly FleetVariant[] {
  const broken = sabotages[plan.sabotage ?? ''];
  const sizes = fleetSizes(fleets, plan);
  return Object.entries(fleets).map(([name, { bundle = null, ...fleet }]) => {
    const { command, replayer } = broken?.fleet === name ? { ...fleet, ...broken } : fleet;
    const replayed = replayer === undefined ? {} : { replayer };
    const own = broken?.fleet === name ? (broken.bundle ?? bundle) : bundle;
    const flags = broken?.fleet === name ? broken.env : undefined;
    const env = flags === undefined ? {} : { env: withFlags(fleet, flags) };
    return { ...fleet, ...env, name, workers: sizes[name] ?? 1, command, bundle: own, ...replayed };
  });
}

/** The environment of a fleet with the flag that a defect is behind. */
function withFlags(
  fleet: Pick<FleetConfig, 'env'>,
  flags: Readonly<Record<string, string>>,
): NonNullable<FleetConfig['env']> {
  return (addresses) => ({ ...fleet.env?.(addresses), ...flags });
}

/** Every version of the configuration, complete. A sabotage that names no version breaks the one to begin with. */
export function versionVariants(
  config: ChaosConfig,
  { version: first, sabotage }: Partial<VersionedPlan> = {},
): Readonly<Record<string, VersionVariant>> {
  const named = config.sabotages[sabotage ?? ''];
  const broken = named?.fleet === undefined ? named : undefined;
  return Object.fromEntries(
    Object.entries(config.versions ?? {}).map(([name, version]) => {
      const defect = (broken?.version ?? first) === name ? { ...broken } : {};
      const env = { ...version.env, ...defect.env };
      return [name, { ...good(config), ...version, ...defect, env }];
    }),
  );
}

/** The workers as the configuration has them, without the function that makes their environment. */
function good({ workers: { command, bundle, replayer } }: ChaosConfig): WorkerVariant {
  return { command, bundle, ...(replayer === undefined ? {} : { replayer }) };
}
