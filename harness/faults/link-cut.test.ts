import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Stack } from '../model/stack.ts';
import { linkCut } from './link-cut.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const planned = plannedOnWorker1(linkCut);
const reading = (link: string): Dated => ({ kind: 'toxics', link, enabled: false, toxics: [], atMs: 3500 });
const failed = call('worker-1', 4000, { method: 'RespondActivityTaskFailed', workflowId: 'document-1', attempt: 1 });

const count = (link: string, observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkCut.witnesses(faultyRun(linkCut, link, observed), planned));

describe('link-cut', () => {
  it("is witnessed by Toxiproxy's own reading, of that link and that time", () => {
    expect(count('supabase@worker-1', [reading('supabase@worker-1')]).cause).to.equal(1);
    expect(count('supabase@worker-1', [reading('outside@worker-1')]).cause).to.equal(0);
    expect(count('supabase@worker-1', [{ ...reading('supabase@worker-1'), atMs: 7000 }]).cause).to.equal(0);
  });

  it('is felt by activities that failed, but for Temporal itself, to which nothing can be reported then', () => {
    expect(count('supabase@worker-1', [failed]).effect).to.equal(1);
    expect(count('temporal@worker-1', [failed]).effect).to.equal(0);
  });

  it('restores a link that it could not cut: the cut may come late', async () => {
    const done: string[] = [];
    const cut = async (): Promise<void> => {
      throw new Error('Toxiproxy did not answer.');
    };
    const stack = { link: () => ({ cut, restore: async () => void done.push('restore') }) } as unknown as Stack;
    const target = { component: 'worker-1', incarnation: 1, link: 'supabase@worker-1' };
    const failed = await linkCut.inject(stack, target, {}).catch((error: unknown) => error);
    expect(String(failed)).to.include('did not answer');
    expect(done).to.deep.equal(['restore']);
  });

  it('cuts the link, and restores it once', async () => {
    const done: string[] = [];
    const deed = (name: string) => (): Promise<void> => Promise.resolve(void done.push(name));
    const stack = { link: () => ({ cut: deed('cut'), restore: deed('restore') }) } as unknown as Stack;
    const target = { component: 'worker-1', incarnation: 1, link: 'supabase@worker-1' };
    const injection = await linkCut.inject(stack, target, {});
    await injection[Symbol.asyncDispose]();
    await injection[Symbol.asyncDispose]();
    expect(done).to.deep.equal(['cut', 'restore']);
  });
});
