import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import { elapse, waitFor } from '../wait.ts';
import { driveJobs } from './drive-jobs.ts';
import { asked, deploy, ended, noHistories } from './test-support/asked-of-temporal.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

const signal: Job['actions'][number] = { kind: 'signal', name: 'go', args: [], after: { kind: 'started' } };

describe('the actions of clients', () => {
  it('acts after the fault that an action waits for, and at once where the plan has no such fault', async () => {
    const acted = {
      ...job('a'),
      actions: [
        { ...signal, afterFault: 'deploy' },
        { ...signal, name: 'first' },
      ],
    };
    const told: string[] = [];
    let looks = 0;
    const workflows: Fakes['workflows'] = {
      start: () => Promise.resolve(),
      act: (_, { name }) => Promise.resolve(void told.push(name)),
      countRunning: () => {
        looks += 1;
        return Promise.resolve(told.includes('go') ? 0 : 1);
      },
      state: () => Promise.resolve({ ...ended, running: !told.includes('go') }),
    };
    const context = fakeContext({ workload: [acted], schedule: [deploy], workflows, books: noHistories });
    const load = driveJobs(context, 5000);
    const until = { what: 'the first', limitMs: 1000, signal: context.signal };
    await waitFor(() => told.includes('first') || undefined, until);
    const before = looks;
    await waitFor(() => looks > before + 3 || undefined, { ...until, what: 'three more rounds' });
    expect(told).to.deep.equal(['first']);
    context.journal.write({ kind: 'fault', fault: 'worker-replace', faultId: 'deploy', step: 'healed' });
    expect(await load.ended).to.equal(0);
    expect(told).to.deep.equal(['first', 'go']);
    const alone = { ...job('a'), actions: [{ ...signal, afterFault: 'deploy' }] };
    expect(await asked([alone])).to.deep.equal(['start a', 'signal a']);
  });

  it('sends the actions of one job one after the other, in the order of the plan', async () => {
    const told: string[] = [];
    const first = Promise.withResolvers<undefined>();
    let looks = 0;
    const workflows: Fakes['workflows'] = {
      start: () => Promise.resolve(),
      act: async (_, { name }) => {
        told.push(name);
        if (name === 'first') await first.promise;
      },
      countRunning: () => {
        looks += 1;
        return Promise.resolve(told.includes('second') ? 0 : 1);
      },
      state: () => Promise.resolve({ ...ended, running: !told.includes('second') }),
    };
    const actions = ['first', 'second'].map((name) => ({ ...signal, name }));
    const context = fakeContext({ workload: [{ ...job('a'), actions }], workflows, books: noHistories });
    const load = driveJobs(context, 5000);
    const until = { what: 'three rounds', limitMs: 2000, signal: context.signal };
    await waitFor(() => (told.length > 0 && looks > 5) || undefined, until);
    expect(told).to.deep.equal(['first']);
    first.resolve(undefined);
    await load.ended;
    expect(told).to.deep.equal(['first', 'second']);
  });

  it('acts on those that were started while others are not, and waits for no action before the next', async () => {
    const acted = { ...job('a'), actions: [signal] };
    const late = { ...job('b'), startAfterMs: 300 };
    expect(await asked([acted, late, { ...job('c'), actions: [signal] }])).to.deep.equal([
      'start a',
      'start c',
      'signal a',
      'signal c',
      'start b',
    ]);
  });

  it('acts once the fault is in force that an action waits for', async () => {
    const told: string[] = [];
    const workflows: Fakes['workflows'] = {
      start: () => Promise.resolve(),
      act: () => Promise.resolve(void told.push('signal')),
      countRunning: () => Promise.resolve(told.length === 0 ? 1 : 0),
      state: () => Promise.resolve({ ...ended, running: told.length === 0 }),
    };
    const waiting = { ...job('a'), actions: [{ ...signal, after: { kind: 'injected', id: 'deploy' } as const }] };
    const context = fakeContext({ workload: [waiting], schedule: [deploy], workflows, books: noHistories });
    const load = driveJobs(context, 5000);
    const strike = { kind: 'fault', fault: 'worker-replace', faultId: 'deploy' } as const;
    context.journal.write({ ...strike, step: 'injecting' });
    await elapse(200, context.signal);
    expect(told).to.deep.equal([]);
    context.journal.write({ ...strike, step: 'injected' });
    await load.ended;
    expect(told).to.deep.equal(['signal']);
  });

  it('acts on what has ended once it has, and journals that this is late', async () => {
    let running = true;
    const workflows: Fakes['workflows'] = {
      start: () => Promise.resolve(),
      act: () => Promise.reject(new Error(running ? 'too early' : 'workflow execution already completed')),
      countRunning: () => Promise.resolve(running ? 1 : 0),
      state: () => Promise.resolve({ ...ended, running }),
      outcomeUnknown: () => false,
    };
    const late = { ...signal, after: { kind: 'ended' } as const };
    const waiting = { ...job('a'), actions: [late, { ...late, delayMs: 300 }] };
    const context = fakeContext({ workload: [waiting], workflows, books: noHistories });
    const load = driveJobs(context, 5000);
    await elapse(200, context.signal);
    running = false;
    await load.ended;
    const operations = entriesOf(context.journal.entries(), 'client').filter(({ action }) => action === 'signal');
    expect(operations.map(({ step, late: isLate }) => [step, isLate])).to.deep.equal([
      ['invoke', true],
      ['fail', true],
      ['invoke', true],
      ['fail', true],
    ]);
    expect(operations.at(-1)?.message).to.contain('already completed');
  });

  it('leaves to the system what the system is to send', async () => {
    expect(await asked([{ ...job('a'), actions: [{ ...signal, by: 'system' }] }])).to.deep.equal(['start a']);
  });

  it('acts so long after the occasion as the plan says', async () => {
    const startMs = performance.now();
    const late = { ...job('a'), actions: [{ ...signal, delayMs: 400 }] };
    const next = { ...job('b'), startAfterMs: 200 };
    expect(await asked([late, next])).to.deep.equal(['start a', 'start b', 'signal a']);
    expect(performance.now() - startMs).to.be.at.least(400);
  });

  it('are not held up for long by one whose answer is lost', async () => {
    const told: string[] = [];
    const lost = Promise.withResolvers<undefined>();
    const workflows: Fakes['workflows'] = {
      start: () => Promise.resolve(),
      act: (_, { name }) => {
        told.push(name);
        return name === 'first' ? lost.promise : Promise.resolve();
      },
      countRunning: () => Promise.resolve(told.includes('second') ? 0 : 1),
      state: () => Promise.resolve({ ...ended, running: !told.includes('second') }),
    };
    const actions = ['first', 'second'].map((name) => ({ ...signal, name }));
    const context = fakeContext({ workload: [{ ...job('a'), actions }], workflows, books: noHistories });
    const load = driveJobs(context, 8000);
    const until = { what: 'the second', limitMs: 5000, signal: context.signal };
    await waitFor(() => told.includes('second') || undefined, until);
    lost.resolve(undefined);
    expect(await load.ended).to.equal(0);
  });
});
