import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { withDatabase } from './with-database.ts';

/** Says that authentication went well and that it is ready, and then resets the connection at the first query. */
function dyingPostgres(): ReturnType<typeof createServer> {
  const authenticated = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
  const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
  return createServer((socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([authenticated, ready]));
      socket.on('data', () => socket.resetAndDestroy());
    });
    socket.on('error', () => undefined);
  });
}

describe('withDatabase', () => {
  it('rejects, and nothing else does, where the server dies in the middle of the first query', async () => {
    const server = dyingPostgres().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
    try {
      const { port } = server.address() as AddressInfo;
      const query = withDatabase(
        { name: 'postgresql', port, tls: null, password: 'x' },
        async (sql) => void (await sql`select 1`),
      );
      const error = await query.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(Error);
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).to.deep.equal([]);
    } finally {
      process.off('unhandledRejection', note);
      for (const other of others) process.on('unhandledRejection', other);
      server.close();
    }
  });
});
