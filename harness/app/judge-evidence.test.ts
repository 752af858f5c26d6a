import { expect } from 'chai';
import { judgeChecks } from '../checks/judge.ts';
import { recoveryOf } from '../checks/recovers-within-bound/recovers-within-bound.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { landingsOf } from '../faults/landings.ts';
import { type Judged, type Judges, judgeEvidence } from './judge-evidence.ts';
import { builtInRegistry } from './registry.ts';

const good: Judges = { landingsOf, judgeChecks, recoveryOf };
const fail = (): never => {
  throw new TypeError('out of order');
};
const findingOf = (judged: Judged, check: string): string | undefined =>
  judged.findings.find((finding) => finding.check === check)?.summary;

describe('judgeEvidence', () => {
  it('adds nothing of its own where nothing fails', () => {
    const judged = judgeEvidence(correctRun());
    expect(judged.findings).to.deep.equal(judgeChecks(judged.evidence).findings);
    expect(judged.recovery).not.to.deep.equal([]);
  });

  it('is unknown and says why where the landings, the checks or the recovery times fail', () => {
    for (const [name, check] of [
      ['landingsOf', 'witnesses-found'],
      ['judgeChecks', 'checks-judged'],
      ['recoveryOf', 'recovery-measured'],
    ] as const) {
      const judged = judgeEvidence(correctRun(), builtInRegistry, { ...good, [name]: fail });
      expect(findingOf(judged, check), name).to.contain('out of order');
      expect(judged.verdict, name).to.equal('unknown');
    }
  });

  it('is unknown where the witnesses of one fault could not be looked for', () => {
    const broken: Judges = {
      ...good,
      landingsOf: (books) => landingsOf(books).map((one) => ({ ...one, landed: false, error: 'no witness stand' })),
    };
    const judged = judgeEvidence(correctRun(), builtInRegistry, broken);
    expect(findingOf(judged, 'witnesses-found')).to.contain('kill: no witness stand');
    expect(judged.verdict).to.equal('unknown');
  });

  it('is unknown, by its name, where a fault or a check is missing from the registry', () => {
    const run = correctRun();
    const without = { ...builtInRegistry, findFault: () => undefined };
    const judged = judgeEvidence(run, without);
    expect(judged.verdict).to.equal('unknown');
    expect(findingOf(judged, 'witnesses-found')).to.contain(`there is no fault "${run.plan.schedule[0]?.fault}"`);
    const own = judgeEvidence({ ...run, plan: { ...run.plan, checks: [...run.plan.checks, 'of-my-own'] } });
    expect(own.verdict).to.equal('unknown');
    expect(findingOf(own, 'of-my-own')).to.contain('There is no check "of-my-own" here');
  });
});
