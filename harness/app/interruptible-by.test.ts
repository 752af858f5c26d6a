import { expect } from 'chai';
import { HarnessError, wasInterrupted } from '../errors.ts';
import { interruptibleBy } from './interruptible-by.ts';

describe('interruptibleBy', () => {
  it('turns the reason of a user into an interruption, before the start and during the run', () => {
    const reason = new Error('my test timed out.');
    const user = new AbortController();
    const later = interruptibleBy(user.signal);
    expect(later.aborted).to.equal(false);
    user.abort(reason);
    for (const signal of [later, interruptibleBy(AbortSignal.abort(reason))]) {
      expect(wasInterrupted(signal)).to.equal(true);
      expect(signal.reason).to.include({ code: 'CHAOS_INTERRUPTED', cause: reason });
      expect(String(signal.reason)).to.include('early: my test timed out. Faults were healed.');
    }
  });

  it('takes an abort without a reason, and one with a text', () => {
    expect(wasInterrupted(interruptibleBy(AbortSignal.abort()))).to.equal(true);
    expect(String(interruptibleBy(AbortSignal.abort('enough')).reason)).to.include('early: enough.');
  });

  it('keeps an error of the harness, and never aborts without a signal', () => {
    const broken = new HarnessError('CHAOS_NOT_WRITABLE', 'The disk is full.');
    expect(interruptibleBy(AbortSignal.abort(broken)).reason).to.equal(broken);
    expect(interruptibleBy(undefined).aborted).to.equal(false);
  });

  it('listens once to a signal of many runs', () => {
    const { signal } = new AbortController();
    expect(interruptibleBy(signal)).to.equal(interruptibleBy(signal));
  });
});
