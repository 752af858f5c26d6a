import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { driveJobs } from './drive-jobs.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

const ended = { workflowId: 'a', running: false, completed: true, retrying: [] };

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
      const context = fakeContext({ workload: [job('a')], workflows: temporal(failing) });
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
