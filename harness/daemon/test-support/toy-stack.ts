import { z } from 'zod';
import type { Fault } from '../../model/fault.ts';
import type { Journal, JournalEntry } from '../../model/journal.ts';
import type { Stack } from '../../model/stack.ts';
import type { ReadyFault } from '../active-fault.ts';

/** A stack of nothing but names, and what was done to it. */
export interface ToyStack {
  readonly stack: Stack;
  readonly journal: Journal;
  /** What faults did, in order: `inject toy on worker-1`. */
  readonly done: string[];
  /** Names of components that are down. */
  readonly down: Set<string>;
}

/** Makes one with two workers, each with two links, and a Temporal. */
export function toyStack(): ToyStack {
  const down = new Set<string>();
  const journal = memoryJournal();
  const components = [
    toyComponent({ name: 'worker-1', role: 'worker' }, { down, journal }),
    toyComponent({ name: 'worker-2', role: 'worker' }, { down, journal }),
    toyComponent({ name: 'temporal', role: 'temporal' }, { down, journal }),
  ];
  const links = ['temporal@worker-1', 'supabase@worker-1', 'temporal@worker-2', 'supabase@worker-2'].map((name) => ({
    name,
    observe: async () => {
      if (down.has('toxiproxy')) throw new Error('Toxiproxy is silent.');
      journal.write({ kind: 'toxics', link: name, enabled: true, toxics: [] });
    },
  }));
  const stack = {
    name: 'embedded',
    capabilities: new Set(['kill', 'toxics']),
    addresses: { temporal: '127.0.0.1:1', temporalUi: null, supabaseUrl: 'http://s', supabaseKey: 'secret-key' },
    components: () => components,
    component: (name: string) => components.find((one) => one.name === name),
    links: () => links,
    link: (name: string) => links.find((one) => one.name === name),
    lives: () => [],
  };
  return { stack: stack as unknown as Stack, journal, done: [], down };
}

function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    nowMs: () => performance.now(),
    entries: () => entries,
    write: (body) => {
      const stamp = { sequence: entries.length + 1, atMs: performance.now(), time: new Date().toISOString() };
      const entry: JournalEntry = { ...stamp, ...body };
      entries.push(entry);
      return entry;
    },
  };
}

function toyComponent(
  { name, role }: { readonly name: string; readonly role: string },
  { down, journal }: { readonly down: ReadonlySet<string>; readonly journal: Journal },
) {
  return {
    name,
    role,
    incarnation: 1,
    get running() {
      return !down.has(name);
    },
    observe: async () => {
      const state = down.has(name) ? 'gone' : 'S';
      journal.write({
        kind: 'process',
        component: name,
        incarnation: 1,
        state,
        pids: [],
      });
    },
    probe: async () => {
      if (role === 'worker') return;
      journal.write({
        kind: 'probe',
        target: name,
        ok: !down.has(name),
        latencyMs: 1,
      });
    },
  };
}

/** What a toy fault is like. */
export interface ToyFault {
  readonly name?: string;
  readonly strikes?: Fault['strikes'];
  readonly victim?: Fault['victim'];
  readonly needs?: Fault['needs'];
  readonly failsAt?: 'inject' | 'heal';
}

/** A fault that only writes down what it is asked to do. */
export function toyFault(done: string[], { name = 'toy', failsAt, ...of }: ToyFault = {}): Fault {
  return {
    name,
    summary: 'Nothing real.',
    strikes: 'component',
    victim: 'worker',
    needs: [],
    ...of,
    params: z.strictObject({ depth: z.number().optional() }) as unknown as Fault['params'],
    blastRadius: ({ component, link }) => ({
      components: link === null ? [component] : [],
      links: link === null ? [`temporal@${component}`, `supabase@${component}`] : [link],
    }),
    inject: async (_stack, { component, link }) => {
      const where = link ?? component;
      if (failsAt === 'inject') throw new Error('no such luck');
      done.push(`inject ${name} on ${where}`);
      return {
        [Symbol.asyncDispose]: async () => {
          if (failsAt === 'heal') throw new Error('no such luck');
          done.push(`heal ${name} on ${where}`);
        },
      };
    },
    witnesses: () => [],
  };
}

/** A toy fault with its target found. */
export function readyToy(definition: Fault, on: string, forMs = 60_000): ReadyFault {
  const link = definition.strikes === 'link' ? on : null;
  const target = { component: on.split('@').at(-1) ?? '', incarnation: 1, link };
  const { components, links } = definition.blastRadius(target);
  const radius = { components: [...components], links: [...links] };
  return { definition, params: {}, fault: definition.name, summary: definition.summary, target, radius, forMs };
}
