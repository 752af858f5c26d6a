import Docker from 'dockerode';

/**
 * The engine behind a socket of this machine.
 *
 * @remarks By default the client prefers the host in this process's DOCKER_HOST to a socket that it is given.
 */
export function dockerAtSocket(socketPath: string): Docker {
  return new Docker({ socketPath, host: '', protocol: 'http' });
}
