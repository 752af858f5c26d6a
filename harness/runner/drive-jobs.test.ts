import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import { waitFor } from '../wait.ts';
import { driveJobs } from './drive-jobs.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

const ended = { workflowId: 'a', running: false, completed: true, retrying: [] };

/** A Temporal with no event history to wait for. */
const noHistories: NonNullable<Fakes['books']> = {
  eventHistories: () => Promise.resolve({ state: 'collected', rows: [] }),
};

/** A Temporal in which one workflow has ended, and which fails the first looks of one kind. */
function temporal(failing: 'countRunning' | 'state'): NonNullable<Fakes['workflows']> {
  let failures = 2;
  const failFirst = <T>(name: string, value: T): Promise<T> => {
    if (name !== failing || failures === 0) return Promise.resolve(value);
    failures -= 1;
    return Promise.reject(new Error('deadline exceeded'));
  };
  return {
    start: () => Promise.resolve(),
    countRunning: () => failFirst('countRunning', 0),
    state: () => failFirst('state', ended),
  };
}

describe('driveJobs', () => {
  for (const failing of ['countRunning', 'state'] as const) {
    it(`survives a ${failing} that fails, takes it for "not yet" and journals it`, async () => {
      const context = fakeContext({ workload: [job('a')], workflows: temporal(failing), books: noHistories });
      expect(await driveJobs(context, 5000).ended).to.equal(0);
      const probes = entriesOf(context.journal.entries(), 'probe');
      expect(probes.map(({ ok, error }) => [ok, error])).to.deep.equal([
        [false, 'deadline exceeded'],
        [false, 'deadline exceeded'],
      ]);
    });
  }

  it('never says that all ended where it could not look', async () => {
    const countRunning = (): Promise<never> => Promise.reject(new Error('deadline exceeded'));
    const workflows = { start: () => Promise.resolve(), countRunning };
    expect(await driveJobs(fakeContext({ workload: [job('a')], workflows }), 120).ended).to.equal(1);
  });
});

describe('the load', () => {
  const signal: Job['actions'][number] = { kind: 'signal', name: 'go', args: [], after: { kind: 'started' } };

  /** What was asked of Temporal, in order; the first signal is answered only when all jobs have been started. */
  async function asked(workload: readonly Job[]): Promise<readonly string[]> {
    const told: string[] = [];
    const all = Promise.withResolvers<undefined>();
    const isWaiting = ({ workflowId, actions }: Job): boolean =>
      actions.some(({ by }) => by !== 'system') && !told.includes(`signal ${workflowId}`);
    const workflows: Fakes['workflows'] = {
      start: (job) => {
        told.push(`start ${job.workflowId}`);
        if (told.filter((one) => one.startsWith('start')).length === workload.length) all.resolve(undefined);
        return Promise.resolve();
      },
      act: async (workflowId) => {
        told.push(`signal ${workflowId}`);
        await all.promise;
      },
      // A workflow that waits for a signal runs until it comes.
      countRunning: () => Promise.resolve(workload.filter((one) => isWaiting(one)).length),
      state: (workflowId) => {
        const running = workload.some((one) => one.workflowId === workflowId && isWaiting(one));
        return Promise.resolve({ ...ended, workflowId, running });
      },
      outcomeUnknown: () => true,
    };
    await driveJobs(fakeContext({ workload, workflows, books: noHistories }), 5000).ended;
    return told;
  }

  it('starts each job when it is due, and is not over before', async () => {
    expect(await asked([{ ...job('b'), startAfterMs: 200 }, job('a')])).to.deep.equal(['start a', 'start b']);
  });

  it('starts a job after the fault that it waits for, and at once where the plan has no such fault', async () => {
    const waiting = { ...job('b'), startAfterFault: 'deploy' };
    const planned = {
      id: 'deploy',
      at: { kind: 'elapsed', ms: 0 },
      fault: 'worker-replace',
      params: {},
      target: { role: 'component', name: 'worker-1' },
      healAfterMs: 1,
    } as const;
    const told: string[] = [];
    const workflows: Fakes['workflows'] = {
      start: ({ workflowId }) => Promise.resolve(void told.push(workflowId)),
      countRunning: () => Promise.resolve(0),
      state: () => Promise.resolve(ended),
    };
    const context = fakeContext({
      workload: [waiting, job('a')],
      schedule: [planned],
      workflows,
      books: noHistories,
    });
    const load = driveJobs(context, 5000);
    await waitFor(() => told.includes('a') || undefined, { what: 'a', limitMs: 1000, signal: context.signal });
    expect(told).to.deep.equal(['a']);
    context.journal.write({ kind: 'fault', fault: 'worker-replace', faultId: 'deploy', step: 'healed' });
    await load.ended;
    expect(told).to.deep.equal(['a', 'b']);
    expect(await asked([waiting, job('a')])).to.deep.equal(['start b', 'start a']);
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
});
