import { expect } from 'chai';
import { withRows } from '../contracts/sample-run/changes.ts';
import type { Evidence, LedgerLine } from '../model/evidence.ts';
import { judgeChecks } from './judge.ts';
import { comparedRun } from './test-support/with-references.ts';
import { workDoneAsWithoutFault } from './work-done-as-without-fault.ts';

const run = comparedRun();
const found = (evidence: Evidence) =>
  judgeChecks(evidence).findings.find(({ check }) => check === workDoneAsWithoutFault.name);
const isPublication = ({ kind, activity }: LedgerLine): boolean =>
  kind === 'publish' && activity?.workflowId === 'document-1';

describe('work-done-as-without-fault', () => {
  it('names an effect that was applied once more', () => {
    const doubled = withRows(run, 'effects', (lines) => {
      const again = lines.filter(isPublication).map((line) => ({ ...line, idempotencyKey: 'another' }));
      return [...lines, ...again].map((line, index) => ({ ...line, sequence: index + 1 }));
    });
    expect(found(doubled)?.verdict).to.equal('invalid');
    expect(found(doubled)?.summary).to.contain('document-1').and.to.contain('publish');
    expect(found(doubled)?.exhibits).to.deep.include.members([
      {
        workflowId: 'document-1',
        violation: 'doubled',
        work: 'publish {"document":"<workflow>"}',
        detail: 'publish {"document":"<workflow>"} was done another number of times.',
        expected: 1,
        actual: 2,
      },
    ]);
  });

  it('names an effect that is lost, and accuses none that a key absorbed', () => {
    const lost = withRows(run, 'effects', (lines) => lines.filter((line) => !isPublication(line)));
    expect(found(lost)?.verdict).to.equal('invalid');
    const absorbed = withRows(run, 'effects', (lines) => [
      ...lines,
      ...lines.filter(isPublication).map((line) => ({ ...line, sequence: 1000, outcome: 'deduplicated' as const })),
    ]);
    expect(found(absorbed)?.verdict).to.equal('valid');
  });
});
