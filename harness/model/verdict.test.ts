import { expect } from 'chai';
import fc from 'fast-check';
import { mergeVerdicts } from './verdict.ts';

describe('mergeVerdicts', () => {
  const verdict = fc.constantFrom('valid' as const, 'invalid' as const, 'unknown' as const);

  it('is unknown where nothing was judged', () => {
    expect(mergeVerdicts([])).to.equal('unknown');
  });

  it('is valid only where all are', () => {
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), (verdicts) => {
        const merged = mergeVerdicts(verdicts);
        expect(merged === 'valid').to.equal(verdicts.every((one) => one === 'valid'));
        expect(merged === 'invalid').to.equal(verdicts.includes('invalid'));
      }),
    );
  });
});
