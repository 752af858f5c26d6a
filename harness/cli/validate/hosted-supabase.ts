import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { NamedSupabase } from '../../app/own-plan.ts';
import { checkSupabase } from '../../config/check-supabase.ts';
import { daemonPlaces } from '../../daemon/daemon-record.ts';
import { HarnessError } from '../../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The Supabase that SUPABASE_URL and SUPABASE_KEY name; null if neither is set.
 *
 * @param projectFolder - where a stack that is up would have left its environment
 * @throws HarnessError CHAOS_USAGE if only one of them is set, is malformed, or is that of a stack that is up. The
 * sentence never contains the key.
 */
export function namedSupabase(env: Environment, projectFolder: string): NamedSupabase | null {
  const named = readNamed(env);
  if (named === null || !isOfStack(named, projectFolder)) return named;
  const sentence = `SUPABASE_URL must be that of a hosted Supabase, but it is that of the stack that is up.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Unset SUPABASE_URL and SUPABASE_KEY: they are for its clients.`);
}

function readNamed(env: Environment): NamedSupabase | null {
  // Set and empty is how a shell or a CI job unsets a variable.
  const { SUPABASE_URL: url = '', SUPABASE_KEY: key = '' } = env;
  if (url === '' && key === '') return null;
  if (key === '' || url === '') {
    const [set, unset] = key === '' ? ['SUPABASE_URL', 'SUPABASE_KEY'] : ['SUPABASE_KEY', 'SUPABASE_URL'];
    const sentence = `A hosted Supabase needs both SUPABASE_URL and SUPABASE_KEY, but ${unset} is not set.`;
    throw new HarnessError('CHAOS_USAGE', `${sentence} Set it, or unset ${set} to let the run start its Supabase.`);
  }
  const without = 'unset SUPABASE_URL and SUPABASE_KEY';
  return checkSupabase({ url, key }, { url: 'SUPABASE_URL', key: 'SUPABASE_KEY', without });
}

/**
 * The Supabase that SUPABASE_URL and SUPABASE_KEY name, for an exploration or a stack that stays up; null if neither is
 * set, or if it is that of the stack that is up: users who have its environment in their shell may well explore, or run
 * `up` twice.
 *
 * @throws HarnessError CHAOS_USAGE as {@link namedSupabase}
 */
export function hostedSupabase(env: Environment, projectFolder: string): NamedSupabase | null {
  const named = readNamed(env);
  return named === null || isOfStack(named, projectFolder) ? null : named;
}

/** A shell with the environment of a stack means it for the stack's clients, not for a run. */
function isOfStack({ url }: NamedSupabase, projectFolder: string): boolean {
  const { envFile } = daemonPlaces(projectFolder);
  if (!existsSync(envFile)) return false;
  return Object.values(parseEnv(readFileSync(envFile, 'utf8'))).includes(url);
}
