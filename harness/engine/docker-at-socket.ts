import type Docker from 'dockerode';

/**
 * The engine behind a socket of this machine.
 *
 * @remarks By default the client prefers the host in this process's DOCKER_HOST to a socket that it is given. The client
 * is loaded late: it is a third of all modules, and most calls of the command line need no engine.
 */
export async function dockerAtSocket(socketPath: string): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  return new Client({ socketPath, host: '', protocol: 'http' });
}
