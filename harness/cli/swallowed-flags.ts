import { HarnessError } from '../errors.ts';

/**
 * Refuses a command line of which npm has swallowed a part: `npm run scenario worker-kill --seed 7` without `--` makes
 * npm take `--seed` for itself, and the run would silently have another seed.
 *
 * @remarks npm shows what it took as `npm_config_<name>`; `--no-fault` becomes `npm_config_fault=`.
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseSwallowedFlags(
  verb: string,
  flags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (env.npm_lifecycle_event !== verb) return;
  const taken = flags.filter((flag) => env[npmName(flag)] !== undefined);
  const first = taken[0];
  if (first === undefined) return;
  const value = env[npmName(first)];
  const shown = value === undefined || value === '' || value === 'true' ? `--${first}` : `--${first} ${value}`;
  throw new HarnessError(
    'CHAOS_USAGE',
    `Expected the flag --${first} after a "--", but npm took it for itself. Write: npm run ${verb} worker-kill -- ${shown}`,
  );
}

function npmName(flag: string): string {
  return `npm_config_${flag.replace(/^no-/, '').replaceAll('-', '_')}`;
}
