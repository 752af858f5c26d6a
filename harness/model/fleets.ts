import type { FleetConfig } from './fleet-config.ts';
import type { Plan } from './plan.ts';

/** The name by which a target means the workers of `workers` in the configuration, which have no other fleet's name. */
export const MAIN_FLEET = 'workers';

/** What the name of a fleet must be like: it becomes a part of the names of its workers. */
export const FLEET_NAME = /^[a-z][a-z0-9-]*$/;

const CODE = 'fleet:';

/**
 * The name of a worker: `worker-2`, or `worker-payments-2` in a further fleet.
 *
 * @param fleet - null: the one of `workers`
 * @param nth - its position in its fleet, from 1
 */
export function workerName(fleet: string | null, nth: number): string {
  return fleet === null ? `worker-${nth}` : `worker-${fleet}-${nth}`;
}

/**
 * The further fleet that a component is of; null for the workers of `workers`, and for what is no worker.
 *
 * @remarks By its name alone, so that evidence tells it offline.
 */
export function fleetOf(component: string): string | null {
  return /^worker-([a-z][a-z0-9-]*)-\d+$/.exec(component)?.[1] ?? null;
}

/** Whether a worker is of a fleet as targets name it; undefined means any. */
export function isOfFleet(worker: string, fleet: string | undefined): boolean {
  return fleet === undefined || (fleetOf(worker) ?? MAIN_FLEET) === fleet;
}

/** How many workers each further fleet has: as the plan says, or else the configuration. */
export function fleetSizes(
  fleets: Readonly<Record<string, Pick<FleetConfig, 'count'>>> | undefined,
  plan: Pick<Plan, 'fleets'>,
): Readonly<Record<string, number>> {
  const configured = Object.entries(fleets ?? {}).map(([name, { count = 1 }]) => [name, count] as const);
  return { ...Object.fromEntries(configured), ...plan.fleets };
}

/** The names of all workers that a plan starts. */
export function plannedWorkers({ workers, fleets = {} }: Pick<Plan, 'workers' | 'fleets'>): readonly string[] {
  return [[null, workers] as const, ...Object.entries(fleets)].flatMap(([fleet, count]) =>
    Array.from({ length: count }, (_, index) => workerName(fleet, index + 1)),
  );
}

/** The name under which the workflow code of a fleet is kept beside that of versions of the system. */
export function codeOfFleet(fleet: string): string {
  return `${CODE}${fleet}`;
}

/** The fleet of such a name; null if it is that of a version. */
export function fleetOfCode(name: string): string | null {
  return name.startsWith(CODE) ? name.slice(CODE.length) : null;
}
