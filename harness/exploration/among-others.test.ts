import { expect } from 'chai';
import type { Finding } from '../model/check.ts';
import type { PointResult } from '../model/exploration.ts';
import { amongOthers } from './among-others.ts';

const late: Finding = {
  check: 'recovers-within-bound',
  verdict: 'invalid',
  summary: 'Late.',
  exhibits: [{ violation: 'late' }],
};
const lost: Finding = { ...late, check: 'side-effects-once', exhibits: [{ violation: 'lost' }] };

function stateOf(one: Parameters<typeof amongOthers>[0], finding: Finding, brokeOff = false): string {
  const result = { state: 'invalid', harms: ['lost'], findings: [finding] } as unknown as PointResult;
  return amongOthers(one, result, brokeOff).state;
}

describe('a strike among others', () => {
  it('proves nothing by lateness, and all else it proves', () => {
    expect(stateOf({ crowd: 40, ended: true }, late)).to.equal('unproved');
    expect(stateOf({ crowd: 1, ended: true }, late)).to.equal('invalid');
    expect(stateOf({ crowd: 40, ended: true }, lost)).to.equal('invalid');
  });

  it('proves nothing by a workflow that was open when the exploration broke off', () => {
    expect(stateOf({ crowd: 40, ended: false }, lost, true)).to.equal('unproved');
    expect(stateOf({ crowd: 40, ended: false }, lost)).to.equal('invalid');
    expect(stateOf({ crowd: 40, ended: true }, lost, true)).to.equal('invalid');
  });

  it('proves harm that nothing can undo, though the exploration broke off', () => {
    const doubled: Finding = { ...lost, exhibits: [{ violation: 'doubled' }] };
    expect(stateOf({ crowd: 40, ended: false }, doubled, true)).to.equal('invalid');
    expect(stateOf({ crowd: 40, ended: false }, { ...doubled, check: 'work-done-as-without-fault' }, true)).to.equal(
      'unproved',
    );
  });
});
