import { expect } from 'chai';
import { goodExploration } from '../../test/samples/sample-exploration.ts';
import type { Finding } from '../model/check.ts';
import { explorationSchema } from '../model/exploration.ts';
import { withShortFindings } from './short-findings.ts';

const exhibits = Array.from({ length: 300 }, (_, at) => ({ violation: 'other-value' as const, at }));
const finding: Finding = { check: 'values-as-without-fault', verdict: 'invalid', summary: 'Wrong.', exhibits };

describe('an exploration with hundreds of violations', () => {
  it('keeps the first 20 of a kind at each point and on the whole, and their number, also when read again', () => {
    const good = goodExploration();
    const results = good.results.map((one) => ({ ...one, findings: [finding] }));
    const short = withShortFindings({ ...good, results, findings: [finding] });
    const again = withShortFindings(explorationSchema.parse(JSON.parse(JSON.stringify(short))));
    for (const one of [...again.findings, ...again.results.flatMap(({ findings }) => findings)]) {
      expect(one.exhibits).to.have.length(20);
      expect(one.kinds?.map(({ violation, count }) => [violation, count])).to.deep.equal([['other-value', 300]]);
      expect(one.docs).to.equal('docs/reference/checks.md#values-as-without-fault');
    }
  });
});
