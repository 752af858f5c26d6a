import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerReplace } from './worker-replace.ts';

const planned = plannedOnWorker1(workerReplace);
const life = { kind: 'component', component: 'worker-1', incarnation: 1, pid: 11 } as const;
const end: readonly Dated[] = [
  { ...life, change: 'stopping', atMs: 3005 },
  { ...life, change: 'exited', exitCode: 0, signal: null, purpose: 'fault', atMs: 3900 },
];
const work = {
  task: 'activity',
  workflowId: 'document-1',
  activityType: 'publish',
  activityId: '9',
  attempt: 1,
} as const;

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerReplace.witnesses(faultyRun(workerReplace, null, observed), planned));

/** A stack that tells what was done to its one worker. */
function stackOf(done: string[]): Stack {
  const worker = {
    terminate: () => Promise.resolve(void done.push('terminate')),
    stop: () => Promise.resolve(void done.push('stop')),
    start: (version?: string) => Promise.resolve(void done.push(`start ${version ?? 'the same'}`)),
    running: false,
  };
  const deploy = (version: string): Promise<void> => Promise.resolve(void done.push(`deploy ${version}`));
  return { component: () => worker, builds: new Set(['v2']), deploy } as unknown as Stack;
}

const target = { component: 'worker-1', incarnation: 1, link: null };

describe('worker-replace', () => {
  it('is witnessed by the exit and by the work that was finished on the way out', () => {
    const got = call('worker-1', 2500, { ...work, method: 'PollActivityTaskQueue' });
    const finished = call('worker-1', 3800, { ...work, method: 'RespondActivityTaskCompleted' });
    expect(count([got, finished, ...end])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([got, ...end]).effect, 'never answered, never retried').to.equal(0);
    expect(count([got, finished]).cause, 'never ended').to.equal(0);
  });

  it('is witnessed by its polls that end if the plan says that it is drained, and it held no task', () => {
    const poll = call('worker-1', 3300, { method: 'PollWorkflowTaskQueue', startedMs: 2500, outcome: 'cancelled' });
    const drained = { ...planned, params: { drained: true } };
    const effects = (one: typeof planned, observed: readonly Dated[]): number =>
      countWitnesses(workerReplace.witnesses(faultyRun(workerReplace, null, observed), one)).effect;
    expect(effects(drained, [poll, { ...poll }, ...end])).to.equal(1);
    expect(effects(planned, [poll, ...end]), 'not said to be drained').to.equal(0);
    const got = call('worker-1', 2500, { ...work, method: 'PollActivityTaskQueue' });
    expect(effects(drained, [got, poll, ...end]), 'it held a task').to.equal(0);
    expect(effects(drained, [{ ...poll, component: 'worker-2' }, ...end])).to.equal(0);
    expect(effects(drained, [{ ...poll, atMs: 2900 }, ...end]), 'before it was asked to stop').to.equal(0);
    expect(effects(drained, [{ ...poll, outcome: 'answered', grpcStatus: 0 }, ...end])).to.equal(0);
  });

  it('starts the version that it is given once the worker has ended, and heals twice as once', async () => {
    const done: string[] = [];
    const injection = await workerReplace.inject(stackOf(done), target, { version: 'v2' });
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    expect(done).to.deep.equal(['terminate', 'stop', 'start v2', 'deploy v2']);
  });

  it('starts the same version where it is given none', async () => {
    const done: string[] = [];
    await (await workerReplace.inject(stackOf(done), target, {}))[Symbol.asyncDispose]();
    expect(done).to.deep.equal(['terminate', 'stop', 'start the same']);
  });

  it('stops nothing for a version that does not exist', () => {
    const done: string[] = [];
    expect(() => workerReplace.inject(stackOf(done), target, { version: 'v9' }))
      .to.throw('There is no version of the system named "v9". Choose one of: v2.')
      .with.property('code', 'CHAOS_USAGE');
    expect(done).to.deep.equal([]);
  });
});
