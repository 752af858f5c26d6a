import { expect } from 'chai';
import { asReferences, type Outcome, type ReferenceOutcome } from '../../checks/comparison/outcome.ts';
import { provedSoFar } from './proved-so-far.ts';

const outcome = (end: string, work: Outcome['work']): Outcome => ({ state: { end }, work, values: [] });
const ended = (work: Outcome['work']): Outcome => outcome('WORKFLOW_EXECUTION_COMPLETED', work);

describe('provedSoFar', () => {
  const soFar = (work: Outcome['work'], references: readonly ReferenceOutcome[] = once) =>
    provedSoFar(outcome('ACTIVITY_TASK_SCHEDULED', work), references);
  const once = asReferences([ended({ charge: 1, refund: 1 })]);

  it('takes no end and no missing work of a workflow that may come on for lost', () => {
    expect(soFar({ charge: 1 })).to.deep.equal([]);
  });

  it('keeps what was done too often', () => {
    const [finding, ...others] = soFar({ charge: 2 });
    expect(others).to.deep.equal([]);
    expect(finding).to.include({ verdict: 'invalid', summary: 'charge: 2 instead of 1.' });
    expect(soFar({ charge: 1, refund: 1 })).to.have.length(1);
  });

  it('holds nothing against a workflow that is on its way to one of several right ends', () => {
    const references = asReferences([ended({ refuse: 1 }), ended({ charge: 1, pack: 1, ship: 1, mail: 1 })]);
    expect(soFar({ charge: 1 }, references)).to.deep.equal([]);
    expect(soFar({ charge: 2 }, references)[0]).to.include({ verdict: 'invalid' });
  });
});
