import { expect } from 'chai';
import type { Fault } from '../model/fault.ts';
import type { Stack, Toxic } from '../model/stack.ts';
import { linkBandwidth } from './link-bandwidth.ts';
import { linkLatency } from './link-latency.ts';
import { linkLimitData } from './link-limit-data.ts';
import { linkResetPeer } from './link-reset-peer.ts';
import { linkSlicer } from './link-slicer.ts';
import { linkSlowClose } from './link-slow-close.ts';
import { supabaseDatabasePause } from './supabase-database-pause.ts';
import { temporalKill } from './temporal-kill.ts';
import { workerKill } from './worker-kill.ts';
import { workerPause } from './worker-pause.ts';

/** A stack that tells what is done to its components and links. */
function stackOf(done: string[]): Stack {
  const deed =
    (name: string) =>
    (...args: readonly unknown[]): Promise<void> => {
      const [first] = args as readonly (string | { readonly name?: string } | undefined)[];
      done.push([name, typeof first === 'string' ? first : first?.name].filter(Boolean).join(' '));
      return Promise.resolve();
    };
  const component = {
    role: 'worker',
    running: false,
    kill: deed('kill for'),
    start: deed('start'),
    pause: deed('pause'),
    resume: deed('resume'),
  };
  const link = { addToxic: deed('add'), removeToxic: deed('remove') };
  const gateway = { connectionsClosed: deed('wait for the connections of') };
  return { component: () => component, link: () => link, gateway } as unknown as Stack;
}

/** What a fault does when it is injected, and when it is healed. */
async function deedsOf(fault: Fault): Promise<readonly [injected: readonly string[], healed: readonly string[]]> {
  const done: string[] = [];
  const target = { component: 'worker-1', incarnation: 1, link: 'supabase@worker-1' };
  const injection = await fault.inject(stackOf(done), target, fault.params.parse({}));
  const injected = done.splice(0);
  await injection[Symbol.asyncDispose]();
  return [injected, done];
}

describe('what faults do', () => {
  for (const fault of [workerKill, temporalKill]) {
    it(`${fault.name} kills, waits until the connections are gone, and starts again`, async () => {
      expect(await deedsOf(fault)).to.deep.equal([
        ['kill for fault', 'wait for the connections of worker-1'],
        ['start'],
      ]);
    });
  }

  for (const fault of [workerPause, supabaseDatabasePause]) {
    it(`${fault.name} pauses and resumes`, async () => {
      expect(await deedsOf(fault)).to.deep.equal([['pause'], ['resume']]);
    });
  }

  it('acts in one direction or in both', async () => {
    const added: string[] = [];
    const link = { addToxic: async ({ name, stream }: Toxic) => void added.push(`${name} ${stream}`) };
    const target = { component: 'worker-1', incarnation: 1, link: 'supabase@worker-1' };
    for (const stream of ['upstream', 'both']) {
      await linkLatency.inject({ link: () => link } as unknown as Stack, target, linkLatency.params.parse({ stream }));
    }
    const both = ['chaos-latency-up upstream', 'chaos-latency-down downstream'];
    expect(added).to.deep.equal(['chaos-latency upstream', ...both]);
  });

  for (const fault of [linkLatency, linkResetPeer, linkBandwidth, linkSlicer, linkLimitData, linkSlowClose]) {
    it(`${fault.name} adds toxics and removes the same ones`, async () => {
      const [injected, healed] = await deedsOf(fault);
      expect(injected).not.to.deep.equal([]);
      expect(injected.every((one) => one.startsWith('add '))).to.equal(true);
      expect(healed.toSorted()).to.deep.equal(injected.map((one) => one.replace('add', 'remove')).toSorted());
    });
  }
});
