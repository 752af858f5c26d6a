import { expect } from 'chai';
import { type Finding, findingSchema } from './check.ts';
import { explained, firstOfEachKind, kindsOf, shortened } from './explained-finding.ts';
import { usualCauses } from './usual-causes.ts';
import { violationHarms } from './violation.ts';

const lost = Array.from({ length: 240 }, (_, page) => ({ violation: 'lost' as const, page }));
const doubled = [{ violation: 'doubled' as const, page: 7 }];
const own = [{ violation: 'other' as const, named: 'refused' }];
const finding: Finding = {
  check: 'side-effects-once',
  verdict: 'invalid',
  summary: '242 wrong.',
  exhibits: [...lost, ...doubled, ...own, { lines: 9 }],
};

describe('the usual causes', () => {
  it('name one for each kind of violation, as the end of a sentence', () => {
    expect(Object.keys(usualCauses).toSorted()).to.deep.equal(Object.keys(violationHarms).toSorted());
    for (const [kind, cause] of Object.entries(usualCauses)) {
      expect(cause, kind).to.match(/^(?:a|an|one|no|work|workflow|ids|state|something)\b.*[^.]$/);
      expect(cause.split(' ').length, kind).to.be.at.most(22);
    }
  });
});

describe('a finding that is explained', () => {
  it("counts each kind of its violations and says what usually causes it; a kind of a user's by its name", () => {
    expect(kindsOf(finding)).to.deep.equal([
      { violation: 'lost', count: 240, usualCause: usualCauses.lost },
      { violation: 'doubled', count: 1, usualCause: usualCauses.doubled },
      { violation: 'refused', count: 1, usualCause: usualCauses.other },
    ]);
    expect(findingSchema.parse(explained(finding)).docs).to.equal('docs/reference/checks.md#side-effects-once');
    const valid = { ...finding, verdict: 'valid' as const, exhibits: [] };
    expect(explained(valid)).to.equal(valid);
  });

  it('shows at most 20 of a kind where it is shortened, and still counts all of them', () => {
    const short = shortened(finding);
    expect(short.exhibits).to.have.length(23);
    expect(short.exhibits.at(-1)).to.deep.equal({ lines: 9 });
    expect(kindsOf(shortened(short))[0]).to.deep.include({ violation: 'lost', count: 240 });
    expect(firstOfEachKind(lost, 2)).to.deep.equal(lost.slice(0, 2));
  });
});
