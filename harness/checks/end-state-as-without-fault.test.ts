import { expect } from 'chai';
import { withRows } from '../contracts/sample-run/changes.ts';
import type { Evidence } from '../model/evidence.ts';
import { endStateAsWithoutFault } from './end-state-as-without-fault.ts';
import { judgeChecks } from './judge.ts';
import { comparedRun } from './test-support/with-references.ts';

const found = (evidence: Evidence) =>
  judgeChecks(evidence).findings.find(({ check }) => check === endStateAsWithoutFault.name);
const withStatus = (evidence: Evidence, status: string): Evidence =>
  withRows(evidence, 'tables', (rows) =>
    rows.map((row) => (row.key === 'document-1' ? { ...row, columns: { ...row.columns, status } } : row)),
  );

describe('end-state-as-without-fault', () => {
  it('names the workflow and the column of a row that is another', () => {
    const finding = found(withStatus(comparedRun(), 'extracting'));
    expect(finding?.verdict).to.equal('invalid');
    expect(finding?.summary).to.contain('1 of 2 workflows differ from runs without a fault; first document-1');
    expect(finding?.summary).to.contain('"extracting" instead of "published"');
  });

  it('judges what is compared and no more', () => {
    expect(found(withStatus(comparedRun(['result']), 'extracting'))?.verdict).to.equal('valid');
    expect(found(comparedRun(['effects']))).to.equal(undefined);
  });

  it('misses no row and no checkpoint that is gone', () => {
    const run = comparedRun();
    for (const book of ['tables', 'checkpoints'] as const) {
      const gone = withRows(run, book, (rows) => rows.slice(0, -1) as typeof rows);
      expect(found(gone)?.verdict, book).to.equal('invalid');
    }
  });
});
