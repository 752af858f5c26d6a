import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { waitFor } from '../wait.ts';
import { ActiveFaults } from './active-faults.ts';
import { readyToy, type ToyStack, toyFault, toyStack } from './test-support/toy-stack.ts';

const failure = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => expect.fail('Expected it to be refused.'),
    (error: unknown) => error as Error,
  );

describe('ActiveFaults', () => {
  let toy: ToyStack;
  let desk: ActiveFaults;

  beforeEach(() => {
    toy = toyStack();
    desk = new ActiveFaults(toy.stack, toy.journal);
  });

  afterEach(() => desk.close().catch(() => undefined));

  it('puts a fault in force, journals it, and heals it when asked', async () => {
    const row = await desk.inject(readyToy(toyFault(toy.done), 'worker-1'));
    expect(row).to.include({ id: 'toy-1', state: 'in force' });
    expect(Date.parse(row.healsAt ?? '') - Date.parse(row.since ?? '')).to.equal(60_000);
    expect(desk.inForce().map(({ id }) => id)).to.deep.equal(['toy-1']);
    expect(await desk.heal('toy-1', 'user')).to.include({ state: 'healed', healedBy: 'user' });
    expect(desk.inForce()).to.deep.equal([]);
    expect(toy.done).to.deep.equal(['inject toy on worker-1', 'heal toy on worker-1']);
    const steps = entriesOf(toy.journal.entries(), 'fault').map(({ step }) => step);
    expect(steps).to.deep.equal(['injecting', 'injected', 'healing', 'healed']);
  });

  it('heals at the end of the lease by itself', async () => {
    await desk.inject(readyToy(toyFault(toy.done), 'worker-1', 20));
    const healed = (): true | undefined => (desk.find('toy-1')?.state === 'healed' ? true : undefined);
    const limits = { limitMs: 2000, signal: new AbortController().signal, everyMs: 2 };
    await waitFor(healed, { what: 'the lease to end', ...limits });
    expect(desk.find('toy-1')).to.include({ healedBy: 'lease' });
  });

  it('heals once for several callers, and remembers which of them had it healed', async () => {
    await desk.inject(readyToy(toyFault(toy.done), 'worker-1'));
    await Promise.all([desk.heal('toy-1', 'user'), desk.heal('toy-1', 'lease'), desk.close()]);
    expect(toy.done.filter((one) => one.startsWith('heal'))).to.have.length(1);
    expect((await desk.heal('toy-1', 'down'))?.healedBy).to.equal('user');
    expect(await desk.heal('toy-2', 'user')).to.equal(null);
  });

  it('refuses a second fault where the blast radius of one on a component meets that of another', async () => {
    const kill = toyFault(toy.done);
    const silence = toyFault(toy.done, { name: 'silence', strikes: 'link' });
    await desk.inject(readyToy(kill, 'worker-1'));
    for (const ready of [readyToy(kill, 'worker-1'), readyToy(silence, 'temporal@worker-1')]) {
      const error = await failure(desk.inject(ready));
      expect(error).to.include({ code: 'CHAOS_FAULT_FAILED' });
      expect(error.message).to.include('toy-1 is in force on worker-1');
    }
    await desk.inject(readyToy(silence, 'temporal@worker-2'));
    expect(await failure(desk.inject(readyToy(kill, 'worker-2')))).to.include({ code: 'CHAOS_FAULT_FAILED' });
    expect(desk.inForce()).to.have.length(2);
  });

  it('takes two faults of one link unless they are the same', async () => {
    const silence = toyFault(toy.done, { name: 'silence', strikes: 'link' });
    await desk.inject(readyToy(silence, 'temporal@worker-1'));
    await desk.inject(readyToy(toyFault(toy.done, { name: 'slow', strikes: 'link' }), 'temporal@worker-1'));
    const error = await failure(desk.inject(readyToy(silence, 'temporal@worker-1')));
    expect(error.message).to.include('silence-1 is in force');
  });

  it('holds two that come at once against each other', async () => {
    const kill = toyFault(toy.done);
    const tried = await Promise.allSettled([1, 2].map(async () => desk.inject(readyToy(kill, 'worker-1'))));
    expect(tried.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
  });

  it('refuses a target that is down, and everything once it is closed', async () => {
    toy.down.add('worker-1');
    const error = await failure(desk.inject(readyToy(toyFault(toy.done), 'worker-1')));
    expect(error.message).to.include('worker-1 is down');
    await desk.close();
    expect((await failure(desk.inject(readyToy(toyFault(toy.done), 'worker-2')))).message).to.include('taken down');
    expect(toy.done).to.deep.equal([]);
  });

  it('has nothing in force after an injection that failed', async () => {
    const error = await failure(desk.inject(readyToy(toyFault(toy.done, { failsAt: 'inject' }), 'worker-1')));
    expect(error.message).to.equal('no such luck');
    expect(desk.inForce()).to.deep.equal([]);
    expect(await desk.close()).to.deep.equal([]);
  });

  it('says so where a healing fails, tries the others, and shows what may be in force still', async () => {
    await desk.inject(readyToy(toyFault(toy.done, { name: 'bad', failsAt: 'heal' }), 'worker-1'));
    await desk.inject(readyToy(toyFault(toy.done), 'worker-2'));
    expect(await failure(desk.healAll('user'))).to.include({ code: 'CHAOS_FAULT_FAILED' });
    expect(desk.inForce()).to.have.length(1);
    expect(desk.inForce()[0]).to.include({ id: 'bad-1', state: 'unhealed' });
    expect(toy.done.at(-1)).to.equal('heal toy on worker-2');
  });

  it('heals at the second try what could not be healed at the first', async () => {
    let tries = 0;
    const base = toyFault(toy.done, { name: 'shy' });
    const heal = async (): Promise<void> => {
      tries += 1;
      if (tries === 1) throw new Error('Toxiproxy is silent');
    };
    await desk.inject(readyToy({ ...base, inject: async () => ({ [Symbol.asyncDispose]: heal }) }, 'worker-1'));
    expect(await failure(desk.heal('shy-1', 'user'))).to.include({ code: 'CHAOS_FAULT_FAILED' });
    expect(desk.inForce()[0]).to.include({ id: 'shy-1', state: 'unhealed' });
    expect(await desk.heal('shy-1', 'user')).to.include({ state: 'healed', healedBy: 'user', message: null });
    expect(desk.inForce()).to.deep.equal([]);
    expect(tries).to.equal(2);
  });
});
