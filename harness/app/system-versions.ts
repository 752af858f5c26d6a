import { workerReplace } from '../faults/worker-replace.ts';
import type { ChaosConfig, SystemVersion, WorkerVariant } from '../model/config.ts';
import type { Plan } from '../model/plan.ts';

/** How the workers of one version are started, and what they add to their environment. */
export type VersionVariant = WorkerVariant & Pick<SystemVersion, 'env' | 'deploy'>;

/** The variants of the system that a run needs. */
export interface SystemVariants {
  /** The one that its workers begin with. */
  readonly variant: WorkerVariant;
  /** The name of the version that its workers begin with; undefined: the variant's, which has none. */
  readonly version: string | undefined;
  /** Those that its workers begin with or that a fault of its plan starts one with, by name. */
  readonly versions: Readonly<Record<string, VersionVariant>>;
}

/** What a plan says about versions of the system. */
export type VersionedPlan = Pick<Plan, 'sabotage' | 'version'> & Partial<Pick<Plan, 'schedule'>>;

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
  return {
    version,
    variant: { ...config.workers, ...(broken?.version === undefined ? broken : {}) },
    versions: Object.fromEntries(all.filter(([name]) => named.includes(name))),
  };
}

/** Every version of the configuration, complete. A sabotage that names no version breaks the one to begin with. */
export function versionVariants(
  { workers: { command, bundle, replayer }, versions = {}, sabotages }: ChaosConfig,
  { version: first, sabotage }: Partial<VersionedPlan> = {},
): Readonly<Record<string, VersionVariant>> {
  const broken = sabotages[sabotage ?? ''];
  return Object.fromEntries(
    Object.entries(versions).map(([name, version]) => {
      const defect = (broken?.version ?? first) === name ? { ...broken } : {};
      const replayed = replayer === undefined ? {} : { replayer };
      return [name, { command, bundle, ...replayed, ...version, ...defect }];
    }),
  );
}
