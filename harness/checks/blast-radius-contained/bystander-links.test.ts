import { expect } from 'chai';
import { violationsOf, withEntries } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { toxicOn } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => blastRadiusContained.judge(evidence);
const broken = { kind: 'connection', incarnation: 1, change: 'broken' } as const;

describe('blast-radius-contained: the links outside of it', () => {
  it('is invalid where a link outside the radius has a toxic or is disabled', () => {
    const struck = withEntries(run, toxicOn('temporal@worker-2', 4000));
    expect(judge(struck).verdict).to.equal('invalid');
    expect(violationsOf(judge(struck))).to.deep.equal(['toxic']);
    const cut = withEntries(run, { kind: 'toxics', link: 'supabase@worker-2', enabled: false, toxics: [], atMs: 4000 });
    expect(violationsOf(judge(cut))).to.deep.equal(['toxic']);
  });

  it('is invalid where a connection broke with both ends outside, and not where one end is inside', () => {
    const outside = withEntries(run, { ...broken, link: 'temporal@worker-2', atMs: 4000 });
    expect(violationsOf(judge(outside))).to.deep.equal(['broken']);
    expect(judge(withEntries(run, { ...broken, link: 'outside@worker-1', atMs: 4000 })).verdict).to.equal('valid');
  });

  it('does not count connections that break while the run itself ends the workers', () => {
    expect(judge(withEntries(run, { ...broken, link: 'temporal@worker-2', atMs: 8100 })).verdict).to.equal('valid');
  });
});
