import type Docker from 'dockerode';
import { z } from 'zod';
import { afterMs, HarnessError, reasonOf } from '../errors.ts';
import { dockerAtSocket } from './docker-at-socket.ts';

/** A container engine that answers. */
export interface Engine {
  readonly docker: Docker;
  /** The version that it reports, such as `20.10.24`. */
  readonly version: string;
  /** Whether it runs on this machine: then we can see its processes, and listen on its bridges. */
  readonly local: boolean;
  /** The address of this machine that its containers can reach, if the user had to name it; null: read by inspect. */
  readonly gatewayAddress: string | null;
}

/** The variable that names the address of this machine for containers of a remote engine. */
export const GATEWAY_VARIABLE = 'CHAOS_GATEWAY_ADDRESS';

/** The oldest API that the harness supports, 1.41: that of engine 20.10. */
const API_MINIMUM = { major: 1, minor: 41 } as const;
const ANSWER_LIMIT_MS = 2000;
const UNIX = 'unix://';

type Environment = Readonly<Record<string, string | undefined>>;

const versionSchema = z.object({ ApiVersion: z.string().regex(/^\d+\.\d+$/), Version: z.string() });

/**
 * The container engine that DOCKER_HOST names, or this machine's engine.
 *
 * @param connect - makes the client, which has sent no request yet
 * @throws HarnessError CHAOS_ENGINE_MISSING if none answers within 2 s, access is denied or it is too old;
 * CHAOS_ENGINE_REMOTE if it is another machine's and CHAOS_GATEWAY_ADDRESS is not set.
 */
export async function findEngine(
  env: Environment = process.env,
  connect: (env: Environment) => Docker | Promise<Docker> = dockerOf,
): Promise<Engine> {
  const startMs = performance.now();
  const host = env['DOCKER_HOST'] ?? '';
  const local = host === '' || host.startsWith(UNIX);
  const gatewayAddress = env[GATEWAY_VARIABLE] || null;
  if (!local && gatewayAddress === null) throw remote(host);
  try {
    const docker = await connect(env);
    const { ApiVersion, Version } = await versionOf(docker);
    if (isTooOld(ApiVersion)) throw tooOld(Version);
    return { docker, version: Version, local, gatewayAddress };
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw missing(error, performance.now() - startMs);
  }
}

async function dockerOf(env: Environment): Promise<Docker> {
  const host = env['DOCKER_HOST'] ?? '';
  const socketPath = host.startsWith(UNIX) ? host.slice(UNIX.length) : '';
  if (socketPath !== '') return dockerAtSocket(socketPath);
  // The client reads all else itself: this machine's usual socket, another machine's address, its certificates.
  const { default: Client } = await import('dockerode');
  return new Client();
}

/** Another program may listen there, or none may answer: no request is left open then. */
async function versionOf(docker: Docker): Promise<z.infer<typeof versionSchema>> {
  const abortSignal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  // The package's types lack the options of this call.
  const client = docker as { version(options: { readonly abortSignal: AbortSignal }): Promise<unknown> };
  const answer = await client.version({ abortSignal }).catch((error: unknown) => {
    throw abortSignal.aborted ? new Error('it accepts and says nothing') : error;
  });
  const version = versionSchema.safeParse(answer);
  if (version.success) return version.data;
  throw new Error('what listens there is not a container engine');
}

function isTooOld(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
  return major < API_MINIMUM.major || (major === API_MINIMUM.major && minor < API_MINIMUM.minor);
}

function remote(host: string): HarnessError {
  return new HarnessError(
    'CHAOS_ENGINE_REMOTE',
    `The engine must be on this machine, but DOCKER_HOST is ${host}, whose containers can't reach the gateway here. ` +
      `Unset DOCKER_HOST, or set ${GATEWAY_VARIABLE} to an address of this machine that they can reach.`,
  );
}

function tooOld(version: string): HarnessError {
  return new HarnessError(
    'CHAOS_ENGINE_MISSING',
    `Expected a container engine of 20.10 or newer, but the one that answers is ${version}. Bring it up to date.`,
  );
}

function missing(cause: unknown, tookMs: number): HarnessError {
  const { code } = cause as { readonly code?: string };
  const message = reasonOf(cause);
  const why =
    code === 'EACCES' ? `you may not talk to it (${message})` : `none answered (${message === '' ? code : message})`;
  const advice = code === 'EACCES' ? 'Join the group docker.' : 'Start one (such as dockerd), or use --stack embedded.';
  return new HarnessError(
    'CHAOS_ENGINE_MISSING',
    `Expected a container engine, but ${why}${afterMs(tookMs)}. ${advice}`,
    { cause },
  );
}
