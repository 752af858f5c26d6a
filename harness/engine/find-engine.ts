import Docker from 'dockerode';
import { firstLine, HarnessError } from '../errors.ts';
import { inTime } from './in-time.ts';

/** A container engine that answers. */
export interface Engine {
  readonly docker: Docker;
  /** As it says itself, such as `20.10.24`. */
  readonly version: string;
  /** Whether it runs on this machine: then its processes are ours to see, and its bridges are ours to listen on. */
  readonly local: boolean;
  /** The address of this machine that its containers can reach, where the user had to say so; null: read by inspect. */
  readonly gatewayAddress: string | null;
}

/** Variable by which a user says where containers of a remote engine reach this machine. */
export const GATEWAY_VARIABLE = 'CHAOS_GATEWAY_ADDRESS';

/** The oldest API that is spoken here: that of engine 20.10. */
const API_MINIMUM = 1.41;
const ANSWER_LIMIT_MS = 2000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The container engine that DOCKER_HOST names, or this machine's own.
 *
 * @throws HarnessError CHAOS_ENGINE_MISSING where none answers within 2 s, it may not be asked or it is too old;
 * CHAOS_ENGINE_REMOTE where it is another machine's and nobody said how its containers reach this one.
 */
export async function findEngine(env: Environment = process.env): Promise<Engine> {
  const startMs = performance.now();
  const host = env['DOCKER_HOST'] ?? '';
  const local = host === '' || host.startsWith('unix://');
  const gatewayAddress = env[GATEWAY_VARIABLE] || null;
  if (!local && gatewayAddress === null) throw remote(host);
  try {
    const docker = new Docker();
    const { ApiVersion, Version } = await inTime(docker.version(), ANSWER_LIMIT_MS);
    if (Number(ApiVersion) < API_MINIMUM) throw tooOld(Version);
    return { docker, version: Version, local, gatewayAddress };
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw missing(error, performance.now() - startMs);
  }
}

function remote(host: string): HarnessError {
  return new HarnessError(
    'CHAOS_ENGINE_REMOTE',
    `Expected an engine on this machine, but DOCKER_HOST is ${host}, whose containers can't reach the gateway here. ` +
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
  const message = firstLine(cause instanceof Error ? cause.message : String(cause));
  const why =
    code === 'EACCES' ? `you may not talk to it (${message})` : `none answered (${message === '' ? code : message})`;
  const advice = code === 'EACCES' ? 'Join the group docker.' : 'Start one (such as dockerd), or use --stack embedded.';
  return new HarnessError(
    'CHAOS_ENGINE_MISSING',
    `Expected a container engine, but ${why} after ${Math.round(tookMs)} ms. ${advice}`,
    { cause },
  );
}
