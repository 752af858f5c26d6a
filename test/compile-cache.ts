import { homedir } from 'node:os';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../harness/processes/compile-cache.ts';
import { cacheFolder } from '../harness/provision/provision-context.ts';

/**
 * An environment in which Node keeps what it has compiled where the command line keeps it: for the tests themselves, and for
 * the workers and servers that they start.
 */
export function withCompileCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { [COMPILE_CACHE]: join(cacheFolder(process.env, process.platform, homedir()), 'compiled'), ...env };
}
