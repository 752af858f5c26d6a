import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect } from 'chai';
import { knowsSocketHolders, socketHolder, socketInodes } from './socket-holder.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1C41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0 100 0 0 10 0
   1: 0100007F:1C41 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 200 1 0 20 4 30 10 -1
   2: 0100007F:D431 0100007F:1C41 01 00000000:00000000 00:00000000 00000000     0        0 300 1 0 20 4 30 10 -1`;

describe('socketHolder', () => {
  it('finds the end of a connection that has connected, not the one that was accepted', () => {
    expect(socketInodes(table, { from: 0xd431, to: 0x1c41 })).to.deep.equal(['300']);
    expect(socketInodes(table, { from: 0xd432, to: 0x1c41 })).to.deep.equal([]);
    expect(socketInodes('', { from: 1, to: 2 })).to.deep.equal([]);
  });

  it('finds it beside one of the same ports that has ended, or that leads to another machine', () => {
    const ended = '   3: 0100007F:D431 0100007F:1C41 06 00000000:00000000 03:00001770 00000000     0        0 0 3';
    const away = '   4: 0200000A:D431 0300000A:1C41 01 00000000:00000000 00:00000000 00000000     0        0 400 1';
    const found = socketInodes([ended, away, table].join('\n'), { from: 0xd431, to: 0x1c41 });
    expect(found).to.deep.equal(['400', '300']);
  });

  it('finds the process that has connected, among those that are asked about', async () => {
    if (!knowsSocketHolders) return;
    const server = createServer();
    server.listen({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port: to } = server.address() as AddressInfo;
    const client = connect({ port: to, host: '127.0.0.1' });
    await once(client, 'connect');
    const pair = { from: client.localPort ?? 0, to };
    expect(socketHolder(pair, [1_999_999_999, process.pid])).to.equal(process.pid);
    expect(socketHolder(pair, [1_999_999_999])).to.equal(null);
    expect(socketHolder({ from: to, to: 1 }, [process.pid])).to.equal(null);
    client.destroy();
    server.close();
  });
});
