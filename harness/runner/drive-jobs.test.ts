import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { waitFor } from '../wait.ts';
import { driveJobs } from './drive-jobs.ts';
import { startJobs } from './start-jobs.ts';
import { asked, deploy, ended, noHistories } from './test-support/asked-of-temporal.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

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
  it('starts each job when it is due, and is not over before', async () => {
    expect(await asked([{ ...job('b'), startAfterMs: 200 }, job('a')])).to.deep.equal(['start a', 'start b']);
  });

  it('starts jobs while more schedules than it starts at once are still about to start theirs', async () => {
    const told: string[] = [];
    const scheduled = Array.from({ length: 12 }, (_, index) => ({ ...job(`s-${index}`), bySchedule: {} }));
    const workflows: Fakes['workflows'] = {
      schedule: () => Promise.resolve(),
      unschedule: () => Promise.resolve(),
      start: ({ workflowId }) => Promise.resolve(void told.push(workflowId)),
      executions: () => {
        const seen = told.includes('a') ? scheduled.map((one) => `${one.workflowId}-2026-11-30T21:44:00Z`) : [];
        return Promise.resolve(seen.map((workflowId) => ({ workflowId, runId: 'r' })));
      },
    };
    const context = fakeContext({ workload: [...scheduled, job('a')], workflows });
    await startJobs(context, { startMs: 0, begun: new Set(), commands: [] });
    expect(told).to.deep.equal(['a']);
  });

  it('starts a job after the fault that it waits for, and at once where the plan has no such fault', async () => {
    const waiting = { ...job('b'), startAfterFault: 'deploy' };
    const told: string[] = [];
    const workflows: Fakes['workflows'] = {
      start: ({ workflowId }) => Promise.resolve(void told.push(workflowId)),
      countRunning: () => Promise.resolve(0),
      state: () => Promise.resolve(ended),
    };
    const context = fakeContext({
      workload: [waiting, job('a')],
      schedule: [deploy],
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
});
