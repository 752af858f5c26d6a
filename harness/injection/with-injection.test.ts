import { expect } from 'chai';
import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { Fault } from '../model/fault.ts';
import type { JournalBody } from '../model/journal.ts';
import type { Stack, Target } from '../model/stack.ts';
import { type Aim, type FaultRequest, withInjection } from './with-injection.ts';

const target: Target = { component: 'worker-1', incarnation: 2, link: null };
const radius = { components: ['worker-1'], links: ['temporal@worker-1'] };
const common = { kind: 'fault', fault: 'toy', faultId: 'toy-1' } as const;
const struck = { ...common, component: 'worker-1', incarnation: 2 } as const;

interface Strike {
  readonly fault?: Partial<Fault>;
  readonly request?: Partial<FaultRequest>;
  readonly aim?: Aim;
  readonly body?: (told: (what: string) => void) => Promise<string | void>;
}

/** Strikes; returns the journal, the order of the steps, and the message of the error. */
async function strike({ fault: changes = {}, request = {}, aim = target, body }: Strike = {}) {
  const entries: JournalBody[] = [];
  const told: string[] = [];
  const tell = (what: string): void => void told.push(what);
  const fault = {
    name: 'toy',
    params: z.strictObject({ depth: z.number().default(3) }),
    blastRadius: () => ({ ...radius, more: 'is not journalled' }),
    inject: async (_stack, _target, { depth }) => {
      tell(`inject ${JSON.stringify(depth)}`);
      return {
        [Symbol.asyncDispose]: async () => tell('heal'),
      };
    },
    ...changes,
  } as Fault;
  const journal: FaultRequest['journal'] = {
    write: (entry) => {
      entries.push(entry);
      if (entry.kind === 'fault') tell(entry.step);
      return { ...entry, sequence: 1, atMs: 0, time: '' };
    },
  };
  const whole: FaultRequest = { journal, stack: {} as Stack, fault, faultId: 'toy-1', params: {}, ...request };
  const thrown = await withInjection(whole, aim, async () => (body === undefined ? tell('body') : body(tell))).then(
    () => null,
    (error: unknown) => (error as Error).message,
  );
  return { entries, told, thrown };
}

describe('withInjection', () => {
  it('journals each step of a fault, with whom it strikes and what it may touch', async () => {
    const { entries, told, thrown } = await strike();
    expect(thrown).to.equal(null);
    expect(entries).to.deep.equal([
      { ...struck, step: 'injecting', radius },
      { ...struck, step: 'injected' },
      { ...struck, step: 'healing' },
      { ...struck, step: 'healed' },
    ]);
    expect(told).to.deep.equal(['injecting', 'inject 3', 'injected', 'body', 'healing', 'heal', 'healed']);
  });

  it('journals a link, the moment, and the words with which the body ends', async () => {
    const link = 'temporal@worker-1';
    const aim: Aim = async (reached) => {
      reached();
      return { ...target, link };
    };
    const { entries } = await strike({ aim, body: async () => 'by lease' });
    expect(entries[0]).to.deep.equal({ ...common, step: 'moment-reached' });
    expect(entries[1]).to.deep.equal({ ...struck, link, step: 'injecting', radius });
    expect(entries.at(-1)).to.deep.equal({ ...struck, link, step: 'healed', message: 'by lease' });
  });

  it('heals where the body fails', async () => {
    const { told, thrown } = await strike({ body: async () => Promise.reject(new Error('no such luck')) });
    expect(thrown).to.equal('no such luck');
    expect(told.slice(-3)).to.deep.equal(['healing', 'heal', 'healed']);
  });

  it('heals in another way, of which the healing of the fault is a part', async () => {
    const healed: string[] = [];
    const heal = async (healing: () => Promise<void>): Promise<void> => {
      healed.push('take over');
      await healing();
      healed.push('fault healed');
    };
    const { told } = await strike({ request: { heal } });
    expect(told.slice(-3)).to.deep.equal(['healing', 'heal', 'healed']);
    expect(healed).to.deep.equal(['take over', 'fault healed']);
  });

  it('journals why the moment was missed, why the injection failed, and why the healing did', async () => {
    const missed = await strike({
      aim: () => Promise.reject(new HarnessError('CHAOS_MOMENT_MISSED', 'It never came.')),
    });
    expect(missed.entries).to.deep.equal([
      { ...common, step: 'failed', message: 'CHAOS_MOMENT_MISSED: It never came.' },
    ]);
    const failing = Promise.reject(new HarnessError('CHAOS_FAULT_FAILED', 'No.'));
    failing.catch(() => undefined);
    const injection = await strike({ fault: { inject: () => failing } });
    expect(injection.told).to.deep.equal(['injecting', 'failed']);
    expect(injection.entries.at(-1)).to.deep.equal({ ...struck, step: 'failed', message: 'CHAOS_FAULT_FAILED: No.' });
    const healing = await strike({ request: { heal: () => failing } });
    expect(healing.told).to.deep.equal(['injecting', 'inject 3', 'injected', 'body', 'healing', 'failed']);
    expect([missed, injection, healing].map(({ thrown }) => thrown)).to.deep.equal(['It never came.', 'No.', 'No.']);
  });

  it('refuses parameters that the fault does not know, before anything is done', async () => {
    const { told } = await strike({ request: { params: { width: 1 } } });
    expect(told).to.deep.equal(['injecting', 'failed']);
  });

  it('gives up what takes too long, and heals an injection that comes after that', async () => {
    const [limit, slow] = [new AbortController(), Promise.withResolvers<AsyncDisposable>()];
    const healed = Promise.withResolvers<void>();
    const striking = strike({ fault: { inject: () => slow.promise }, request: { limit: limit.signal } });
    limit.abort(new HarnessError('CHAOS_FAULT_FAILED', 'Too late.'));
    const { told, thrown } = await striking;
    expect(thrown).to.equal('Too late.');
    expect(told).to.deep.equal(['injecting', 'failed']);
    slow.resolve({ [Symbol.asyncDispose]: async () => healed.resolve() });
    await healed.promise;
  });
});
