import { expect } from 'chai';
import { fakeStream } from '../test-support/fake-stream.ts';
import { LiveLine } from './live-line.ts';

const CLEAR = '\r\u001b[2K';

describe('LiveLine', () => {
  it('keeps what goes on below each finished line', () => {
    const stream = fakeStream(true);
    const live = new LiveLine(stream, {});
    live.begin('recovery', () => 'recovering');
    live.line('one is back');
    live.end();
    const shown = stream.written.join('').split(CLEAR);
    expect(shown.map((text) => text.replace(/^[^a-z]*(?=recovering)/, ''))).to.deep.equal([
      '',
      'recovering',
      'one is back\n',
      'recovering',
      '',
    ]);
  });

  it('shows one thing at a time, and tells how long it went on', () => {
    const stream = fakeStream(false);
    const live = new LiveLine(stream, {});
    live.begin('one', () => 'the first');
    live.begin('two', (elapsedMs) => `the second ${elapsedMs >= 0}`);
    expect(live.text).to.equal('the second true');
    expect(live.end()).to.be.greaterThan(0);
    expect(live.text).to.equal('');
    expect(live.end()).to.equal(0);
    expect(stream.written).to.deep.equal(['… one\n', '… two\n']);
  });

  it('is not wider than the terminal', () => {
    const stream = { ...fakeStream(true), columns: 10 };
    const live = new LiveLine(stream, {});
    live.begin('x', () => 'a text that does not fit');
    live.end();
    expect(stream.written[0]).to.have.length(CLEAR.length + 10);
  });

  it('is repainted on a terminal only that is neither dumb nor of a CI', () => {
    expect(new LiveLine(fakeStream(true), {}).isLive).to.equal(true);
    for (const env of [{ CI: '1' }, { TERM: 'dumb' }]) {
      expect(new LiveLine(fakeStream(true), env).isLive).to.equal(false);
    }
    expect(new LiveLine(fakeStream(false), {}).isLive).to.equal(false);
  });
});
