import { expect } from 'chai';
import { type Dated, extractionTerms } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { linkFlap } from './link-flap.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1, taskOf } from './test-support/faulty-run.ts';

const name = 'temporal@worker-1';
const target = { component: 'worker-1', incarnation: 1, link: name };
const reading = (enabled: boolean, atMs: number): Dated => ({ kind: 'toxics', link: name, enabled, toxics: [], atMs });
const task = taskOf('1', 2500, 3000);
const lost = (atMs: number): Dated => ({ kind: 'connection', link: name, incarnation: 1, change: 'closed', atMs });

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkFlap.witnesses(faultyRun(linkFlap, name, observed), plannedOnWorker1(linkFlap)));

/** A link that tells what is done to it; its n-th cut may fail. */
function stackWith(done: string[], failingCut = 0): Stack {
  let cuts = 0;
  const link = {
    cut: async () => {
      cuts += 1;
      if (cuts === failingCut) throw new Error('Toxiproxy is gone.');
      done.push('cut');
    },
    restore: async () => void done.push('restore'),
  };
  return { link: () => link } as unknown as Stack;
}

/** Quicker than a plan may ask for. */
const flapping = { periodMs: 100, duty: 0.1 };

describe('link-flap', () => {
  it('landed where Toxiproxy has the proxy disabled and enabled by turns, and connections were lost again and again', () => {
    const felt = [...task, lost(3500), lost(4500)];
    expect(count([reading(false, 3250), reading(true, 3500), ...felt])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([reading(true, 3250), reading(false, 3500), ...felt]).cause, 'cut once').to.equal(0);
    expect(count([reading(false, 3500), reading(true, 6005), ...felt]).cause, 'up by the healing').to.equal(0);
    expect(count([...task, lost(3500)]).effect, 'once').to.equal(0);
    expect(count([...task, lost(3500), lost(3502)]).effect, 'two connections at once').to.equal(0);
  });

  it('is not felt without a task in hand, after the healing, or where connections were lost before', () => {
    const losses = [lost(3500), lost(4500)];
    expect(count(losses).effect).to.equal(0);
    expect(count([...task, lost(6500), lost(7000)]).effect).to.equal(0);
    expect(count([...task, lost(2000), ...losses]).effect).to.equal(0);
    const [polled] = task as [Dated];
    expect(count([polled, ...losses]).effect, 'never answered').to.equal(1);
    const terms = { ...extractionTerms, heartbeatTimeoutMs: null, startToCloseTimeoutMs: 1500 };
    expect(count([{ ...polled, terms } as Dated, ...losses]).effect, 'timed out').to.equal(0);
    const again = { ...polled, component: 'worker-2', attempt: 2, atMs: 4000 } as Dated;
    expect(count([polled, again, ...losses]).effect, 'dispatched anew').to.equal(0);
    const refused = taskOf('1', 2500, 1500).map((one) => ({ ...one, grpcStatus: one.atMs > 3000 ? 5 : 0 }) as Dated);
    expect(count([...refused, ...losses]).effect, 'answered, and refused').to.equal(0);
    const query = { method: 'PollWorkflowTaskQueue', task: 'workflow', workflowId: 'w' } as const;
    expect(count([call('worker-1', 2500, query), ...losses]).effect, 'a query').to.equal(0);
  });

  it('cuts and restores by turns, and leaves the link restored', async () => {
    const done: string[] = [];
    const injection = await linkFlap.inject(stackWith(done), target, flapping);
    expect(done).to.deep.equal(['cut']);
    while (done.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(done.slice(0, 3)).to.deep.equal(['cut', 'restore', 'cut']);
    await injection[Symbol.asyncDispose]();
    expect(done.at(-1)).to.equal('restore');
    const length = done.length;
    await injection[Symbol.asyncDispose]();
    expect(done, 'healed once').to.have.length(length);
  });

  it('restores the link before it says that its rhythm broke off', async () => {
    const done: string[] = [];
    const injection = await linkFlap.inject(stackWith(done, 2), target, flapping);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const failed = await Promise.resolve(injection[Symbol.asyncDispose]()).catch((error: unknown) => error);
    expect(String(failed)).to.include('Toxiproxy is gone.');
    expect(done).to.deep.equal(['cut', 'restore', 'restore']);
    await injection[Symbol.asyncDispose]();
    expect(done, 'healed at the second try').to.deep.equal(['cut', 'restore', 'restore', 'restore']);
  });

  it('restores a link that it could not cut: the cut may come late', async () => {
    const done: string[] = [];
    const failed = await linkFlap.inject(stackWith(done, 1), target, flapping).catch((error: unknown) => error);
    expect(String(failed)).to.include('Toxiproxy is gone.');
    expect(done).to.deep.equal(['restore']);
  });

  it('takes a period in milliseconds and the share of it in which the link is down', () => {
    expect(linkFlap.params.parse({})).to.deep.equal({ periodMs: 1000, duty: 0.5 });
    expect(linkFlap.params.safeParse({ duty: 1 }).success).to.equal(false);
    for (const duty of [0.29, 0.71]) expect(linkFlap.params.safeParse({ duty }).success, 'unreadable').to.equal(false);
    for (const duty of [0.3, 0.7]) expect(linkFlap.params.safeParse({ duty }).success).to.equal(true);
  });
});
