import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { call, countWitnesses, engine, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerStop } from './worker-stop.ts';

const planned = plannedOnWorker1(workerStop);

const life = { kind: 'component', component: 'worker-1', incarnation: 1, pid: 11 } as const;
const stopping: Dated = { ...life, change: 'stopping', atMs: 3005 };
const exited: Dated = { ...life, change: 'exited', exitCode: 0, signal: null, purpose: 'fault', atMs: 3900 };
const asked: Dated = { ...engine('worker-1', 'kill'), signal: '15' } as Dated;

const extraction = {
  task: 'activity',
  workflowId: 'document-1',
  activityType: 'extractPages',
  activityId: '2',
} as const;
const got = call('worker-1', 2500, { ...extraction, attempt: 1, method: 'PollActivityTaskQueue' });
const finished = call('worker-1', 3800, { ...extraction, attempt: 1, method: 'RespondActivityTaskCompleted' });

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerStop.witnesses(faultyRun(workerStop, null, observed), planned));

/** A stack that tells what was done to its one worker. */
function stackOf(done: string[], running: boolean): Stack {
  const deed = (name: string) => (): Promise<void> => Promise.resolve(void done.push(name));
  const worker = { terminate: deed('terminate'), stop: deed('stop'), start: deed('start'), running };
  return { component: () => worker } as unknown as Stack;
}

const target = { component: 'worker-1', incarnation: 1, link: null };

describe('worker-stop', () => {
  it('is witnessed by the exit after SIGTERM and by the work that was finished on the way out', () => {
    expect(count([got, stopping, finished, exited])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it("is witnessed on Docker by the engine's events, with any exit code", () => {
    expect(count([asked, engine('worker-1', 'die', { exitCode: 0, atMs: 3900 })]).cause).to.equal(1);
    expect(count([asked, engine('worker-1', 'die', { exitCode: 137, atMs: 3900 })]).cause).to.equal(1);
    expect(count([engine('worker-1', 'kill'), engine('worker-1', 'die', { exitCode: 137 })]).cause).to.equal(0);
  });

  it('is not witnessed by an end that nothing asked for, or by that of another', () => {
    expect(count([exited]).cause, 'never asked').to.equal(0);
    expect(count([stopping, { ...exited, purpose: 'unplanned' }]).cause, 'unplanned').to.equal(0);
    expect(count([stopping, { ...exited, component: 'worker-2' }]).cause, "a bystander's").to.equal(0);
  });

  it('is not felt by work that was answered before, or that another did', () => {
    expect(count([got, { ...finished, atMs: 2900, startedMs: 2890 }, stopping, exited]).effect).to.equal(0);
    expect(count([got, { ...finished, component: 'worker-2' }, stopping, exited]).effect).to.equal(0);
  });

  it('is felt by a call that broke off', () => {
    const broken = call('worker-1', 3010, { ...extraction, method: 'RecordActivityTaskHeartbeat', outcome: 'broken' });
    expect(count([{ ...broken, startedMs: 2990, grpcStatus: null }, stopping, exited]).effect).to.equal(1);
  });

  it('heals by waiting for the end and starting a fresh one, once', async () => {
    const done: string[] = [];
    const injection = await workerStop.inject(stackOf(done, false), target, {});
    expect(done).to.deep.equal(['terminate']);
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    expect(done).to.deep.equal(['terminate', 'stop', 'start']);
  });

  it('starts none where one runs already', async () => {
    const done: string[] = [];
    await (await workerStop.inject(stackOf(done, true), target, {}))[Symbol.asyncDispose]();
    expect(done).to.deep.equal(['terminate', 'stop']);
  });
});
