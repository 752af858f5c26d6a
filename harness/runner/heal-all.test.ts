import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { healAll } from './heal-all.ts';

const { signal } = new AbortController();

function codeOf(error: unknown): string {
  return error instanceof HarnessError ? error.code : String(error);
}

describe('healAll', () => {
  it('says nothing where everything healed', async () => {
    expect(await healAll([{ healed: Promise.resolve() }], signal)).to.deep.equal([]);
    expect(await healAll([], signal)).to.deep.equal([]);
  });

  it('waits no longer than its limit for a fault that never heals', async () => {
    // A timer keeps the process alive, as the healing of a fault would.
    const alive = setTimeout(() => undefined, 5000);
    const never = new Promise<void>(() => undefined);
    const unhealed = await healAll([{ healed: never }, { healed: Promise.resolve() }], signal, 30);
    clearTimeout(alive);
    expect(unhealed.map((error) => codeOf(error))).to.deep.equal(['CHAOS_FAULT_FAILED']);
  });

  it('reports a healing that failed, but not again the abort that broke a strike off', async () => {
    const reason = new HarnessError('CHAOS_INTERRUPTED', 'Expected no interruption.');
    const failure = new Error('Toxiproxy is gone');
    const strikes = [{ healed: Promise.reject(reason) }, { healed: Promise.reject(failure) }];
    expect(await healAll(strikes, AbortSignal.abort(reason))).to.deep.equal([failure]);
  });
});
