import { expect } from 'chai';
import { elapse, LONGEST_TIMER_MS } from './wait.ts';

describe('elapse', () => {
  it('waits as long as it is told, and rejects with the reason of its signal', async () => {
    const beganMs = performance.now();
    await elapse(30, new AbortController().signal);
    expect(performance.now() - beganMs).to.be.at.least(30);
    const reason = new Error('enough');
    const thrown: unknown = await elapse(1e6, AbortSignal.timeout(5)).catch((error: unknown) => error);
    expect(thrown).to.have.property('name', 'TimeoutError');
    expect(await elapse(1e6, AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(reason);
  });

  it('does not end at once where a timer would: a time beyond 24 days', async () => {
    const soon = AbortSignal.timeout(50);
    const ended = await elapse(LONGEST_TIMER_MS + 1, soon).then(
      () => 'over',
      () => 'aborted',
    );
    expect(ended).to.equal('aborted');
  });
});
