import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { LiveSystem, RunParts } from './run-context.ts';
import { runPhases } from './run-phases.ts';
import { fakeContext } from './test-support/fake-context.ts';

const hooks = { phase: <T>(_: string, run: () => Promise<T>): Promise<T> => run() };
const broken = new HarnessError('CHAOS_NOT_WRITABLE', 'Expected to write the journal, but the disk is full.');

/** The codes of the errors of a run that ends in its baseline, the system's clean-up doing this. */
async function codesOf(cleanUp: () => Promise<void>, parts: Partial<RunParts>): Promise<readonly string[]> {
  const provision = (): Promise<LiveSystem> =>
    Promise.resolve(fakeContext({ stack: { [Symbol.asyncDispose]: cleanUp } }));
  const canary = (): never => {
    throw new HarnessError('CHAOS_NOT_STEADY', 'Expected a canary.');
  };
  const context = fakeContext({ parts: { hooks, provision, canary, keep: false, ...parts } });
  const { errors } = await runPhases(context.plan, context.parts);
  return errors.map((error) => error.code);
}

describe('runPhases', () => {
  it('has the first error first, and then those of the clean-up', async () => {
    const fail = (): Promise<never> => Promise.reject(new HarnessError('CHAOS_FAULT_FAILED', 'Expected to end.'));
    expect(await codesOf(fail, {})).to.deep.equal(['CHAOS_NOT_STEADY', 'CHAOS_FAULT_FAILED']);
  });

  it('reports a journal that broke when there was nothing left to abort', async () => {
    const breaking = new AbortController();
    const { signal } = breaking;
    const breakIt = (): Promise<void> => Promise.resolve(breaking.abort(broken));
    expect(await codesOf(breakIt, { signal })).to.deep.equal(['CHAOS_NOT_STEADY', 'CHAOS_NOT_WRITABLE']);
  });

  it('reports an abort once', async () => {
    const signal = AbortSignal.abort(broken);
    expect(await codesOf(() => Promise.resolve(), { signal })).to.deep.equal(['CHAOS_NOT_WRITABLE']);
  });
});
