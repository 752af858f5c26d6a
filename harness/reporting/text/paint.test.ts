import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { painter, wantsColour } from './paint.ts';

describe('painter', () => {
  it('paints with codes that end what they begin, so that looks can be put into each other', () => {
    const paint = painter(true);
    const shown = paint('bold', `${paint('valid', 'good')} and well`);
    expect(shown).to.equal('\u001b[1m\u001b[32mgood\u001b[39m and well\u001b[22m');
    expect(stripVTControlCharacters(shown)).to.equal('good and well');
  });

  it('leaves text as it is where no colour is wanted', () => {
    expect(painter(false)('invalid', 'bad')).to.equal('bad');
  });
});

describe('wantsColour', () => {
  it('is true only for a terminal with colours whose user has not set NO_COLOR', () => {
    const env = { TERM: 'xterm-256color' };
    expect(wantsColour({ isTTY: true }, env)).to.equal(true);
    expect(wantsColour({ isTTY: true }, { ...env, NO_COLOR: '' })).to.equal(true);
    expect(wantsColour({ isTTY: true }, { ...env, NO_COLOR: '1' })).to.equal(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).to.equal(false);
    expect(wantsColour({ isTTY: false }, env)).to.equal(false);
    expect(wantsColour({}, env)).to.equal(false);
  });
});
