import { HarnessError } from '../errors.ts';
import type { StackOptions, WorkerBuild } from './stack-options.ts';

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
  if (version === null) return { command: variant.command, bundlePath, env: {}, deploy: null };
  const build = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (build !== undefined) return build;
  const names = Object.keys(versions);
  const choice = names.length === 0 ? 'chaos.config.ts names none.' : `Choose one of: ${names.join(', ')}.`;
  throw new HarnessError('CHAOS_USAGE', `There is no version of the system named "${version}". ${choice}`);
}
