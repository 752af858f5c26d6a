import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { HarnessError } from '../errors.ts';
import type { Stack } from '../model/stack.ts';
import { call, countWitnesses, engine, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerCrash } from './worker-crash.ts';

const planned = plannedOnWorker1(workerCrash);
const died = [engine('worker-1', 'die', { exitCode: 137 })];
const dropped = call('worker-1', 3008, {
  method: 'RecordActivityTaskHeartbeat',
  workflowId: 'document-1',
  outcome: 'dropped',
  startedMs: 2990,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerCrash.witnesses(faultyRun(workerCrash, null, observed), planned));

/** A stack that tells what was done to its one container. */
function stackOf(done: string[]): Stack {
  const deed = (name: string) => (): Promise<void> => Promise.resolve(void done.push(name));
  const container = {
    crash: deed('crash'),
    exhaustMemory: deed('exhaust'),
    start: deed('start'),
    kill: deed('kill'),
    restarted: (after: number) => Promise.resolve(void done.push(`restarted after ${after}`)),
  };
  return { container: () => container, gateway: { connectionsClosed: deed('closed') } } as unknown as Stack;
}

const target = { component: 'worker-1', incarnation: 1, link: null };

describe('worker-crash', () => {
  it("is witnessed by the engine's events and by the call that died with it", () => {
    expect(count([...died, dropped])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([engine('worker-1', 'die', { exitCode: 0 }), dropped]).cause).to.equal(0);
  });

  it('heals by waiting for the restart policy, once, and never starts anything itself', async () => {
    const done: string[] = [];
    const injection = await workerCrash.inject(stackOf(done), target, {});
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    expect(done).to.deep.equal(['crash', 'closed', 'restarted after 1']);
  });

  it('says what went wrong where nothing brings it back', async () => {
    const never = { restarted: () => Promise.reject(new HarnessError('CHAOS_WAIT_TIMEOUT', 'Expected it back.')) };
    const stack = stackOf([]);
    const container = { ...stack.container('worker-1'), ...never };
    const injection = await workerCrash.inject({ ...stack, container: () => container }, target, {});
    const error = await injection[Symbol.asyncDispose]().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'CHAOS_WAIT_TIMEOUT');
  });
});
