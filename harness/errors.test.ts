import { expect } from 'chai';
import { afterMs, HarnessError, toHarnessError, withOneStop } from './errors.ts';

describe('afterMs', () => {
  it('says how long it took, and nothing where nothing was waited for', () => {
    expect(afterMs(12.4)).to.equal(' after 12 ms');
    expect(afterMs(0.4)).to.equal('');
  });
});

describe('a sentence that quotes another one', () => {
  it('has one full stop', () => {
    expect(withOneStop('It failed: no room.. Make some.')).to.equal('It failed: no room. Make some.');
    expect(withOneStop('See the logs of the workers.. (and 5 more)')).to.equal(
      'See the logs of the workers. (and 5 more)',
    );
    expect(withOneStop('It failed (no room..).')).to.equal('It failed (no room.).');
    const { message } = toHarnessError(new TypeError('The book is not there.'));
    expect(message).to.match(/^Internal error: The book is not there\. This/);
    expect(new HarnessError('CHAOS_USAGE', `Bad: ${new Error('no.').message}.`).message).to.equal('Bad: no.');
  });

  it('keeps an ellipsis and the way to a parent folder', () => {
    for (const text of ['Wait... now.', 'See ../logs.']) expect(withOneStop(text)).to.equal(text);
  });
});
