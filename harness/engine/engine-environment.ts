import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment that makes another program ask the very engine that we ask.
 *
 * @remarks Without it the docker command asks the engine of its current context, which may be another machine's;
 * dockerode knows no contexts. DOCKER_HOST outweighs them.
 */
export function engineEnvironment(env: Environment = process.env): Readonly<Record<string, string>> {
  const told = ['DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_CONFIG'].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { DOCKER_HOST: hostOf(env['DOCKER_HOST'] ?? ''), ...Object.fromEntries(told) };
}

/** If DOCKER_HOST names none: the same places that dockerode looks at, in its order. */
function hostOf(host: string): string {
  if (host !== '' && host !== 'unix://') return host;
  const own = join(homedir(), '.docker', 'run', 'docker.sock');
  return `unix://${existsSync(own) ? own : '/var/run/docker.sock'}`;
}
