import { expect } from 'chai';
import { fakeStream } from '../test-support/fake-stream.ts';
import { LiveLine } from './live-line.ts';

const CLEAR = '\r\u001b[2K';

describe('LiveLine', () => {
  it('keeps what goes on below each finished line', () => {
    const stream = fakeStream(true);
    const live = new LiveLine(stream, {});
    live.begin(() => 'recovering');
    live.line('one is back');
    live.end();
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

  it('shows one thing at a time, and only finished lines where nothing can be repainted', () => {
    const [terminal, file] = [fakeStream(true), fakeStream(false)];
    for (const stream of [terminal, file]) {
      const live = new LiveLine(stream, {});
      live.begin(() => 'the first');
      live.begin(() => 'the second');
      live.line('done');
      live.end();
    }
    expect(terminal.written.filter((text) => text.includes('the first'))).to.have.length(1);
    expect(file.written).to.deep.equal(['done\n']);
  });

  it('is not wider than the terminal, in cells', () => {
    for (const [text, shown] of [
      ['a text that does not fit', 'a text t'],
      ['支払いが終わらない', '支払いが'],
    ] as const) {
      const stream = { ...fakeStream(true), columns: 10 };
      const live = new LiveLine(stream, {});
      live.begin(() => text);
      live.end();
      expect(stream.written[0]?.slice(CLEAR.length + 2)).to.equal(shown);
    }
  });

  it('is repainted on a terminal only that is neither dumb nor of a CI', () => {
    expect(new LiveLine(fakeStream(true), {}).isLive).to.equal(true);
    for (const env of [{ CI: '1' }, { TERM: 'dumb' }]) {
      expect(new LiveLine(fakeStream(true), env).isLive).to.equal(false);
    }
    expect(new LiveLine(fakeStream(false), {}).isLive).to.equal(false);
  });
});
