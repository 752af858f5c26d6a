import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { firstLine, HarnessError, messageOf } from '../../errors.ts';
import { type ProvisionContext, type ProvisionOptions, provisionContext } from '../provision-context.ts';
import { type FoundServer, firstFound, type Search, type Way } from './first-found.ts';
import { cachedProgram, installServer } from './install-server.ts';
import { isExecutable, type Look, probeServer } from './probe-server.ts';
import { goMinimum, type ProgramSpec, type ServerName } from './server-spec.ts';

/**
 * Finds a server's binary: by the environment, on the PATH, in the cache, by download, by building it, in this order.
 *
 * @throws HarnessError CHAOS_BINARY_BROKEN if the environment names a binary that doesn't work;
 * CHAOS_BINARY_MISSING if there is none and none can be made; the signal's reason when it aborts.
 */
export async function findServer(server: ServerName, options: ProvisionOptions): Promise<FoundServer> {
  return findServerIn(provisionContext(server, options), installServer);
}

/**
 * As {@link findServer}, in the caller's context.
 *
 * @param install - what to do if the binary is not on this machine
 */
export async function findServerIn(
  context: ProvisionContext,
  install: (context: ProvisionContext) => Promise<Search>,
): Promise<FoundServer> {
  const startMs = performance.now();
  const here = await lookForServer(context);
  if (here.found !== null) return here.found;
  const made = await tryTo(install, context);
  if (made.found !== null) return made.found;
  const tried = [...here.tried, ...made.tried].map(firstLine).join('; ');
  const { title, version, environmentVariable } = context.spec;
  throw new HarnessError(
    'CHAOS_BINARY_MISSING',
    `${title} ${version} could not be found, downloaded or built within ${Math.round(performance.now() - startMs)} ms: ${tried}. ` +
      `Let the download through, or install Go ${goMinimum} or newer, or put its path into ${environmentVariable}.`,
  );
}

/**
 * Looks for a server's binary on this machine only: by the environment, on the PATH, in the cache.
 *
 * @throws HarnessError CHAOS_BINARY_BROKEN if the environment names a binary that doesn't work.
 */
export async function lookForServer(context: ProvisionContext): Promise<Search> {
  const { spec, signal } = context;
  return lookForProgram(context, [
    { from: 'cache', look: async () => probeServer(spec, cachedProgram(context), signal) },
  ]);
}

/** What a search for a program on this machine needs. */
export interface ProgramSearch extends Pick<ProvisionContext, 'env' | 'signal'> {
  readonly spec: ProgramSpec;
}

/**
 * Looks for a program by the environment, on the PATH, and then in other ways.
 *
 * @throws HarnessError CHAOS_BINARY_BROKEN if the environment names a binary that doesn't work.
 */
export async function lookForProgram(search: ProgramSearch, others: readonly Way[] = []): Promise<Search> {
  const { spec, env } = search;
  const named = env[spec.environmentVariable];
  if (named !== undefined && named !== '') return { found: await demand(resolve(named), search), tried: [] };
  return firstFound([{ from: 'path', look: async () => lookOnPath(search) }, ...others]);
}

async function demand(path: string, context: ProgramSearch): Promise<FoundServer> {
  const { spec, signal } = context;
  const startMs = performance.now();
  const look = await probeServer(spec, path, signal);
  if (look.found) return { path, version: look.version, from: 'environment' };
  throw new HarnessError(
    'CHAOS_BINARY_BROKEN',
    `${spec.environmentVariable} must name ${spec.title} ${spec.version}, but ${look.why} after ` +
      `${Math.round(performance.now() - startMs)} ms. Correct ${spec.environmentVariable} or unset it.`,
  );
}

async function lookOnPath(context: ProgramSearch): Promise<Look> {
  const { spec, env, signal } = context;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const misfits: string[] = [];
  for (const path of new Set(folders.map((folder) => join(folder, spec.program)))) {
    if (!(await isExecutable(path))) continue;
    const look = await probeServer(spec, path, signal);
    if (look.found) return look;
    misfits.push(look.why);
  }
  return { found: false, why: misfits.join(', ') || `no ${spec.program} there` };
}

/** An error on the way, such as a cache folder that cannot be written to, counts as one more failed attempt. */
async function tryTo(install: typeof installServer, context: ProvisionContext): Promise<Search> {
  try {
    return await install(context);
  } catch (error) {
    context.signal.throwIfAborted();
    return { found: null, tried: [`cache: ${messageOf(error)}`] };
  }
}
