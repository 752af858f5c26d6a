import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { call, countWitnesses, engine, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerPause } from './worker-pause.ts';

const planned = plannedOnWorker1(workerPause);
const stopped: Dated & { readonly kind: 'process' } = {
  kind: 'process',
  component: 'worker-1',
  incarnation: 1,
  state: 'T',
  pids: [11],
  atMs: 3200,
};
const task = { task: 'activity', workflowId: 'document-1', activityType: 'work', activityId: '5', attempt: 1 } as const;
const handedOut = call('worker-1', 2400, { ...task, method: 'PollActivityTaskQueue', startedMs: 2000 });
const spoke = call('worker-1', 2500, { ...task, method: 'RecordActivityTaskHeartbeat' });
const zombie = call('worker-1', 6100, { ...task, method: 'RespondActivityTaskCompleted', grpcStatus: 5 });

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerPause.witnesses(faultyRun(workerPause, null, observed), planned));

describe('worker-pause', () => {
  it('is witnessed by the state that the operating system tells, once however often it was read', () => {
    expect(count([stopped, { ...stopped, atMs: 3500 }]).cause).to.equal(1);
    expect(count([{ ...stopped, state: 'S' }]).cause, 'it runs').to.equal(0);
    expect(count([{ ...stopped, pids: [] }]).cause, 'it is gone').to.equal(0);
    expect(count([{ ...stopped, component: 'worker-2' }]).cause).to.equal(0);
    expect(count([{ ...stopped, atMs: 7000 }]).cause).to.equal(0);
  });

  it("is witnessed by the engine's event where there is an engine, and then by that alone", () => {
    expect(count([stopped, engine('worker-1', 'pause')]).cause).to.equal(1);
    expect(count([stopped, engine('worker-1', 'unpause')]).cause).to.equal(0);
  });

  it('is felt by the silence of a worker that held a task', () => {
    expect(count([handedOut, spoke]).effect).to.equal(1);
    expect(
      count([handedOut, spoke, call('worker-1', 4500, { method: 'RespondWorkflowTaskCompleted' })]).effect,
    ).to.equal(0);
  });

  it('is not felt by a silence no longer than one that was before', () => {
    const early = call('worker-1', 20, { method: 'PollActivityTaskQueue', startedMs: 10 });
    const held = { ...handedOut, startedMs: 2990, atMs: 2995 };
    expect(count([held, call('worker-1', 2900, { method: 'PollActivityTaskQueue' })]).effect).to.equal(1);
    const short = faultyRun(workerPause, null, [early, held]).journal.map((entry) =>
      entry.kind === 'fault' && entry.step === 'healing' ? { ...entry, atMs: 5900 } : entry,
    );
    const effects = workerPause.witnesses({ ...faultyRun(workerPause, null, []), journal: short }, planned);
    expect(countWitnesses(effects).effect, '2980 ms before, 2890 ms now').to.equal(0);
  });

  it('is felt by the zombie, whose late answers are refused', () => {
    const alone = [{ ...handedOut, startedMs: 100, atMs: 200 }];
    expect(count([...alone, zombie]).effect).to.equal(1);
    expect(count([...alone, { ...zombie, grpcStatus: 0 }]).effect, 'taken').to.equal(0);
    expect(count([...alone, { ...zombie, attempt: 2 }]).effect, "another attempt's").to.equal(0);
    expect(count([...alone, { ...zombie, component: 'worker-2' }]).effect).to.equal(0);
  });
});
