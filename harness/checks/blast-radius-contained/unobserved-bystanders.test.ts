import { expect } from 'chai';
import { withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => blastRadiusContained.judge(evidence);

describe('blast-radius-contained: unobserved bystanders', () => {
  it('is unknown if no reading of a bystander was taken while the fault was in force', () => {
    const unseen = (isOne: (entry: Evidence['journal'][number]) => boolean): Finding =>
      judge(withJournal(run, (entry) => (isOne(entry) ? null : entry)));
    const process = unseen((entry) => entry.kind === 'process' && entry.component === 'temporal');
    expect(process.verdict).to.equal('unknown');
    expect(process.summary).to.contain('temporal');
    const link = unseen((entry) => entry.kind === 'toxics' && entry.link === 'temporal@worker-2');
    expect(link.verdict).to.equal('unknown');
    expect(link.summary).to.contain('temporal@worker-2');
    const own = unseen((entry) => entry.kind === 'toxics' && entry.link === 'temporal@worker-1');
    expect(own.verdict).to.equal('valid');
    const late = withJournal(run, (entry) => (entry.kind === 'process' ? { ...entry, sequence: 900 } : entry));
    expect(judge(late).verdict).to.equal('unknown');
  });
});
