import { expect } from 'chai';
import { withEntries } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { unreadConnections } from './unread-connections.ts';

describe('unreadConnections', () => {
  it('names the link, the protocol and the path, once for all connections that are alike', () => {
    const unread = { kind: 'unread-connection', component: 'worker-1', incarnation: 1, atMs: 4000 } as const;
    const socket = { ...unread, link: 'outside@worker-1', protocol: 'websocket', path: '/live' } as const;
    const run = withEntries(correctRun(), socket, socket, { ...unread, link: 'supabase@worker-1', protocol: 'HTTP/2' });
    expect(unreadConnections(run.journal)).to.deep.equal([
      '2 connections of outside@worker-1 (websocket at /live: relayed unread)',
      '1 connection of supabase@worker-1 (HTTP/2: relayed unread)',
    ]);
    expect(unreadConnections(correctRun().journal)).to.deep.equal([]);
  });
});
