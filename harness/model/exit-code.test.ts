import { expect } from 'chai';
import { type ExitReason, exitCodes, gravestExit } from './exit-code.ts';

const order: readonly ExitReason[] = ['interrupted', 'invalid', 'harness', 'usage', 'unknown', 'valid'];

describe('exit codes', () => {
  it('are what scripts and pipelines were written for', () => {
    expect(exitCodes).to.deep.equal({ valid: 0, invalid: 1, unknown: 2, usage: 64, harness: 70, interrupted: 130 });
  });
});

describe('gravestExit', () => {
  it('is the gravest of any two, in either order, as a code or by its reason', () => {
    for (const [index, graver] of order.entries()) {
      for (const lesser of order.slice(index)) {
        expect(gravestExit([graver, lesser]), `${graver} over ${lesser}`).to.equal(exitCodes[graver]);
        expect(gravestExit([exitCodes[lesser], exitCodes[graver]])).to.equal(exitCodes[graver]);
      }
    }
  });

  it('proves nothing by nothing', () => {
    expect(gravestExit([])).to.equal(exitCodes.unknown);
  });
});
