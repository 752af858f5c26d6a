import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { Component, Stack } from '../model/stack.ts';
import { elapse, waitFor } from '../wait.ts';
import { ServerWatch } from './server-watch.ts';
import { fakeContext } from './test-support/fake-context.ts';

/** A stack whose components count how often they are asked; those named in `silent` never answer. */
function stackOf(silent: readonly string[]): { readonly stack: Pick<Stack, 'components'>; readonly asked: string[] } {
  const asked: string[] = [];
  const component = (name: string, role: string): Component => {
    const probe = async (): Promise<void> => {
      asked.push(name);
      if (silent.includes(name)) await new Promise(() => undefined);
      if (name === 'supabase') throw new Error('no probe can ask it');
    };
    return { name, role, probe } as unknown as Component;
  };
  const components = [component('temporal', 'temporal'), component('supabase', 'supabase')];
  return { stack: { components: () => [...components, component('worker-1', 'worker')] }, asked };
}

const signal = new AbortController().signal;
const limits = { what: 'it to be asked again', limitMs: 3000, signal };

describe('the watch over the servers', () => {
  it('asks every server and no worker, and tells where one could not be asked', async () => {
    const { journal } = fakeContext({});
    const { stack, asked } = stackOf([]);
    await new ServerWatch({ stack, journal }).until(Promise.resolve(), signal);
    expect(asked.slice(0, 2)).to.deep.equal(['temporal', 'supabase']);
    expect(asked).not.to.include('worker-1');
    const notes = entriesOf(journal.entries(), 'note').map((entry) => entry.message);
    expect(notes[0]).to.equal('supabase could not be asked: Error: no probe can ask it');
  });

  it('asks the others while one does not answer, and that one only once, without delaying the others', async () => {
    const { journal } = fakeContext({});
    const { stack, asked } = stackOf(['temporal']);
    const watch = new ServerWatch({ stack, journal });
    watch.look();
    await elapse(1, signal);
    watch.look();
    expect(asked).to.deep.equal(['temporal', 'supabase', 'supabase']);
  });

  it('asks more often while a fault is in force, until all is over', async () => {
    const { journal } = fakeContext({});
    const { stack, asked } = stackOf([]);
    const fault = { kind: 'fault', fault: 'a-fault', faultId: 'one' } as const;
    const over = Promise.withResolvers<undefined>();
    const watched = new ServerWatch({ stack, journal }).until(over.promise, signal);
    await waitFor(() => (asked.length >= 2 ? true : undefined), limits);
    const startMs = performance.now();
    journal.write({ ...fault, step: 'injecting' });
    await waitFor(() => (asked.length >= 6 ? true : undefined), limits);
    expect(performance.now() - startMs).to.be.lessThan(1500);
    journal.write({ ...fault, step: 'healed' });
    over.resolve(undefined);
    await watched;
    expect(asked.length, 'and once more at the end').to.be.greaterThan(6);
  });
});
