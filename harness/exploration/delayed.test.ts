import { once } from 'node:events';
import { expect } from 'chai';
import { delayed } from './delayed.ts';

describe('delayed', () => {
  it('follows later, with the same reason', async () => {
    const first = new AbortController();
    const late = delayed(first.signal, 20);
    first.abort(new Error('interrupted'));
    expect(late.aborted).to.equal(false);
    await once(late, 'abort');
    expect(late.reason).to.equal(first.signal.reason);
  });

  it('follows one that was aborted before', async () => {
    const late = delayed(AbortSignal.abort('before'), 1);
    if (!late.aborted) await once(late, 'abort');
    expect(late.reason).to.equal('before');
  });
});
