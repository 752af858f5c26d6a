import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { linkFlap } from './link-flap.ts';
import { countWitnesses, faultyRun, plannedOnWorker1, taskOf } from './test-support/faulty-run.ts';

const name = 'temporal@worker-1';
const target = { component: 'worker-1', incarnation: 1, link: name };
const reading = (enabled: boolean): Dated => ({ kind: 'toxics', link: name, enabled, toxics: [], atMs: 3500 });
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

const flapping = linkFlap.params.parse({ periodMs: 100, duty: 0.1 });

describe('link-flap', () => {
  it('landed where Toxiproxy has the proxy disabled and the worker lost its connection again and again', () => {
    const felt = [...task, lost(3500), lost(4500)];
    expect(count([reading(true), reading(false), ...felt])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([reading(true), ...felt]).cause).to.equal(0);
    expect(count([reading(false), ...task, lost(3500)]).effect, 'once').to.equal(0);
  });

  it('is not felt without a task in hand, after the healing, or where connections were lost before', () => {
    expect(count([lost(3500), lost(4500)]).effect).to.equal(0);
    expect(count([...task, lost(6500), lost(7000)]).effect).to.equal(0);
    expect(count([...task, lost(2000), lost(3500), lost(4500)]).effect).to.equal(0);
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
  });

  it('takes a period in milliseconds and the share of it in which the link is down', () => {
    expect(linkFlap.params.parse({})).to.deep.equal({ periodMs: 1000, duty: 0.5 });
    expect(linkFlap.params.safeParse({ duty: 1 }).success).to.equal(false);
  });
});
