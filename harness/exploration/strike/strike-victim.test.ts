import { expect } from 'chai';
import { actions } from '../../actions/index.ts';
import type { FaultAction } from '../../model/exploration-action.ts';
import type { JournalBody, JournalEntry } from '../../model/journal.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { WorkerShift } from '../steer/worker-shift.ts';
import { strikeVictim } from './strike-victim.ts';

/** A stack of names: two workers, of which one stands by, Temporal, and Supabase's database. */
function toySystem() {
  const story: string[] = [];
  const tell = (what: string): void => void story.push(what);
  const toy = (name: string) => {
    const component = {
      name,
      role: name.startsWith('worker') ? 'worker' : name,
      incarnation: 1,
      running: true,
      kill: async () => {
        component.running = false;
        tell(`kill ${name}`);
      },
      start: async () => {
        component.running = true;
        component.incarnation += 1;
        tell(`start ${name}`);
      },
      disconnect: async () => tell(`disconnect ${name}`),
      connect: async () => tell(`connect ${name}`),
    };
    return component;
  };
  const components = ['worker-1', 'worker-2', 'temporal', 'supabase-db'].map((name) => toy(name));
  const stack = {
    component: (name: string) => components.find((one) => one.name === name),
    addWorker: async () => components[1],
    gateway: {
      park: (name: string, parked: boolean) => tell(`${parked ? 'park' : 'unpark'} ${name}`),
      connectionsClosed: async (name: string) => tell(`closed ${name}`),
    },
  } as unknown as Stack;
  const write = (body: JournalBody): JournalEntry => {
    if (body.kind === 'fault') tell(`${body.fault} ${body.step}`);
    if (body.kind === 'component') tell(`${body.component} ${body.change}`);
    if (body.kind === 'fault' && body.step === 'injecting') tell(JSON.stringify(body.radius));
    return { ...body, sequence: 1, atMs: 0, time: '' };
  };
  const shift = new WorkerShift(stack, components[0] as unknown as Component);
  const journal = { write, nowMs: () => 0, entries: () => [] };
  return { story, shift, context: { stack, journal, signal: new AbortController().signal, shift, faultId: 'f' } };
}

async function storyOf(name: string) {
  const action = actions.find((one): one is FaultAction => one.name === name && one.fault !== null);
  const { story, shift, context } = toySystem();
  const struck = await strikeVictim(context, action ?? expect.fail());
  const then = story.length;
  await shift.ready();
  return { struck, active: shift.active.name, story: story.slice(0, then), after: story.slice(then) };
}

const ofWorker = '{"components":["worker-1"],"links":["temporal@worker-1","supabase@worker-1","outside@worker-1"]}';

describe('strikeVictim', () => {
  it('crashes the worker; the one that stands by takes over before the dead one is brought back', async () => {
    const { struck, active, story } = await storyOf('crash');
    expect(struck).to.deep.equal({ component: 'worker-1', incarnation: 1 });
    expect(active).to.equal('worker-2');
    expect(story).to.deep.equal([
      'worker-kill injecting',
      ofWorker,
      'kill worker-1',
      'closed worker-1',
      'worker-kill injected',
      'closed worker-1',
      'worker-kill healing',
      'unpark worker-2',
      'park worker-1',
      'start worker-1',
      'worker-2 put-to-work',
      'worker-kill healed',
    ]);
  });

  it('cuts the worker off until its connections are closed', async () => {
    const { struck, active, story } = await storyOf('cut-connection');
    expect(struck).to.deep.equal({ component: 'worker-1', incarnation: 1 });
    expect(active).to.equal('worker-1');
    expect(story).to.deep.equal([
      'worker-network-cut injecting',
      ofWorker,
      'disconnect worker-1',
      'worker-network-cut injected',
      'closed worker-1',
      'worker-network-cut healing',
      'connect worker-1',
      'worker-network-cut healed',
    ]);
  });

  it('crashes a server under the name and the blast radius of its fault, and starts it again at once', async () => {
    const servers = {
      'crash-temporal': ['temporal', 'temporal-kill', '["temporal"],"links":["temporal@*","database@temporal"]'],
      'crash-database': [
        'supabase-db',
        'supabase-database-kill',
        '["supabase-db","supabase"],"links":["database@supabase","database@worker-*","supabase@*"]',
      ],
    } as const;
    for (const [action, [server, fault, radius]] of Object.entries(servers)) {
      const { struck, story, after } = await storyOf(action);
      expect(struck).to.deep.equal({ component: server, incarnation: 1 });
      expect(story).to.deep.equal([
        `${fault} injecting`,
        `{"components":${radius}}`,
        `kill ${server}`,
        `${fault} injected`,
        `${fault} healing`,
        `start ${server}`,
        `${fault} healed`,
      ]);
      expect(after).to.deep.equal([]);
    }
  });
});
