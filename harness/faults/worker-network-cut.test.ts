import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkEnds } from '../model/plan.ts';
import type { Stack } from '../model/stack.ts';
import { call, countWitnesses, engine, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerNetworkCut } from './worker-network-cut.ts';

const planned = plannedOnWorker1(workerNetworkCut);
const readings = (enabled: boolean, atMs = 3500): Dated[] =>
  linkEnds.map((end) => ({ kind: 'toxics', link: `${end}@worker-1`, enabled, toxics: [], atMs }));
const lost = call('worker-1', 3005, {
  method: 'RecordActivityTaskHeartbeat',
  workflowId: 'document-1',
  outcome: 'broken',
  startedMs: 2990,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerNetworkCut.witnesses(faultyRun(workerNetworkCut, null, observed), planned));

describe('worker-network-cut', () => {
  it('is witnessed where Toxiproxy says that every link of the worker is disabled, and not where one is not', () => {
    expect(count(readings(false)).cause).to.equal(1);
    expect(count([...readings(false).slice(1), ...readings(true).slice(0, 1)]).cause).to.equal(0);
    expect(count(readings(false, 7000)).cause, 'at another time').to.equal(0);
    expect(count(readings(false).map((one) => ({ ...one, link: 'outside@worker-2' }))).cause).to.equal(0);
  });

  it('is witnessed where the engine says that it is on no network: by its event, or else by its answer', () => {
    const read: Dated = {
      kind: 'process',
      component: 'worker-1',
      incarnation: 1,
      state: 'S',
      pids: [11],
      atMs: 3500,
      attached: false,
    };
    expect(count([read, { ...read, atMs: 3700 }]).cause).to.equal(1);
    expect(count([{ ...read, attached: true }]).cause).to.equal(0);
    expect(count([read, engine('worker-1', 'network disconnect')]).cause).to.equal(1);
  });

  it('is not witnessed by a death, at which the engine takes it off its network as well', () => {
    const off = engine('worker-1', 'network disconnect');
    expect(count([engine('worker-1', 'die', { exitCode: 137 }), off]).cause).to.equal(0);
    const later = { ...engine('worker-1', 'die', { exitCode: 137 }), engineTime: '2026-11-22T12:00:05.000Z' };
    expect(count([off, later]).cause, 'it died of the cut').to.equal(1);
    const gone: Dated = {
      kind: 'process',
      component: 'worker-1',
      incarnation: 1,
      state: 'gone',
      pids: [],
      atMs: 3500,
      attached: false,
    };
    expect(count([gone]).cause).to.equal(0);
  });

  it('puts a worker back that it could not take off', async () => {
    const done: string[] = [];
    const disconnect = async (): Promise<void> => {
      throw new Error('One link of three.');
    };
    const worker = { disconnect, connect: async () => void done.push('connect') };
    const target = { component: 'worker-1', incarnation: 1, link: null };
    const stack = { component: () => worker } as unknown as Stack;
    const failed = await workerNetworkCut.inject(stack, target, {}).catch((error: unknown) => error);
    expect(String(failed)).to.include('One link of three.');
    expect(done).to.deep.equal(['connect']);
  });

  it('is felt by the calls that broke off with it', () => {
    expect(count([lost]).effect).to.equal(1);
    expect(count([{ ...lost, outcome: 'answered' }]).effect).to.equal(0);
    expect(count([{ ...lost, component: 'worker-2' }]).effect).to.equal(0);
  });
});
