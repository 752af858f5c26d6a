import { HarnessError } from '../errors.ts';
import { workerName } from '../model/fleets.ts';
import type { FleetBuild, StackOptions, WorkerBuild } from './stack-options.ts';

/**
 * What the workers of a further fleet run: versions of the system are of the others.
 *
 * @throws HarnessError CHAOS_USAGE if it is to be another version.
 */
export function buildOfFleet({ name, command, bundlePath }: FleetBuild, version: string | null): WorkerBuild {
  if (version === null) return { command, bundlePath, env: {}, deploy: null };
  const sentence = `The workers of the fleet ${name}, such as ${workerName(name, 1)}, have no version "${version}".`;
  throw new HarnessError(
    'CHAOS_USAGE',
    `${sentence} Replace one of \`workers\` by it, such as ${workerName(null, 1)}.`,
  );
}

/** @throws HarnessError CHAOS_UNKNOWN_TARGET if the stack has no such fleet. */
export function fleetNamed(name: string, { fleets = [] }: Pick<StackOptions, 'fleets'>): FleetBuild {
  const fleet = fleets.find((one) => one.name === name);
  if (fleet !== undefined) return fleet;
  const names = fleets.map((one) => one.name);
  const choice = names.length === 0 ? 'chaos.config.ts names none.' : `Choose one of: ${names.join(', ')}.`;
  throw new HarnessError('CHAOS_UNKNOWN_TARGET', `There is no fleet named "${name}". ${choice}`);
}

/**
 * What the workers of a version run.
 *
 * @param version - null: the one that the stack began with
 * @throws HarnessError CHAOS_USAGE if the stack has no such version.
 */
export function buildOf(
  version: string | null,
  { variant, bundlePath, versions = {} }: Pick<StackOptions, 'variant' | 'bundlePath' | 'versions'>,
): WorkerBuild {
  if (version === null) return { command: variant.command, bundlePath, env: variant.env ?? {}, deploy: null };
  const build = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (build !== undefined) return build;
  const names = Object.keys(versions);
  const choice = names.length === 0 ? 'chaos.config.ts names none.' : `Choose one of: ${names.join(', ')}.`;
  throw new HarnessError('CHAOS_USAGE', `There is no version of the system named "${version}". ${choice}`);
}
