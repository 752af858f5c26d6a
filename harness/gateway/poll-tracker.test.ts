import { expect } from 'chai';
import { PollTracker } from './poll-tracker.ts';

describe('PollTracker', () => {
  const worker = { component: 'worker-1', incarnation: 2 };

  it('resolves once that very incarnation has polled, and at once ever after', async () => {
    const book = new PollTracker();
    let seen = false;
    const waiting = book.firstPoll(worker, new AbortController().signal).then(() => (seen = true));
    book.polled({ ...worker, incarnation: 1 });
    book.polled({ ...worker, component: 'worker-2' });
    await Promise.resolve();
    expect(seen).to.equal(false);
    book.polled(worker);
    await waiting;
    await book.firstPoll(worker, new AbortController().signal);
  });

  it('rejects with the reason when it is aborted', async () => {
    const controller = new AbortController();
    const waiting = new PollTracker().firstPoll(worker, controller.signal).catch((error: unknown) => error);
    controller.abort('enough');
    expect(await waiting).to.equal('enough');
  });
});
