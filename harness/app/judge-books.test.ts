import { expect } from 'chai';
import { judgeEvidence } from '../checks/judge.ts';
import { recoveryOf } from '../checks/recovers-within-bound/recovers-within-bound.ts';
import { correctRun } from '../checks/test-support/correct-run.ts';
import { landingsOf } from '../faults/landings.ts';
import { type JudgedBooks, type Judges, judgeBooks } from './judge-books.ts';

const good: Judges = { landingsOf, judgeEvidence, recoveryOf };
const fail = (): never => {
  throw new TypeError('out of order');
};
const findingOf = (judged: JudgedBooks, check: string): string | undefined =>
  judged.findings.find((finding) => finding.check === check)?.summary;

describe('judgeBooks', () => {
  it('adds nothing of its own where nothing fails', () => {
    const judged = judgeBooks(correctRun());
    expect(judged.findings).to.deep.equal(judgeEvidence(judged.evidence).findings);
    expect(judged.recovery).not.to.deep.equal([]);
  });

  it('is unknown and says why where the landings, the checks or the recovery times fail', () => {
    for (const [name, check] of [
      ['landingsOf', 'witnesses-found'],
      ['judgeEvidence', 'checks-judged'],
      ['recoveryOf', 'recovery-measured'],
    ] as const) {
      const judged = judgeBooks(correctRun(), { ...good, [name]: fail });
      expect(findingOf(judged, check), name).to.contain('out of order');
      expect(judged.verdict, name).to.equal('unknown');
    }
  });

  it('is unknown where the witnesses of one fault could not be looked for', () => {
    const broken: Judges = {
      ...good,
      landingsOf: (books) => landingsOf(books).map((one) => ({ ...one, landed: false, error: 'no witness stand' })),
    };
    const judged = judgeBooks(correctRun(), broken);
    expect(findingOf(judged, 'witnesses-found')).to.contain('kill: no witness stand');
    expect(judged.verdict).to.equal('unknown');
  });
});
