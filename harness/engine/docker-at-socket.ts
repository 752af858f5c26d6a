import Docker from 'dockerode';

/**
 * The engine behind a socket of this machine.
 *
 * @remarks The client would take the host that this process's DOCKER_HOST names before a socket that it is given.
 */
export function dockerAtSocket(socketPath: string): Docker {
  return new Docker({ socketPath, host: '', protocol: 'http' });
}
