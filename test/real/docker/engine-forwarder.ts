import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';

/** A way to this machine's engine that can be cut, without harm to whoever else uses the engine. */
export interface EngineForwarder {
  /** As DOCKER_HOST. */
  readonly host: string;
  /** Cuts every connection and takes no other: to whoever came this way the engine is dead. */
  cut(): void;
}

/** @param socketPath - where the forwarder listens */
export async function forwardToEngine(socketPath: string): Promise<EngineForwarder> {
  const { DOCKER_HOST: given = '' } = process.env;
  const engine = given.startsWith('unix://') ? given.slice('unix://'.length) : '/var/run/docker.sock';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // Whichever end breaks off, the other is told by the end of its stream.
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  // Half-open: an engine's answer may come after the question has ended.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = createConnection({ path: engine, allowHalfOpen: true });
    for (const socket of [near, far]) keep(socket);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    host: `unix://${socketPath}`,
    cut: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      rmSync(socketPath, { force: true });
    },
  };
}
