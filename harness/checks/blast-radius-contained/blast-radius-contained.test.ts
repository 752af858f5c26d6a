import { expect } from 'chai';
import {
  violationsOf,
  withEntries,
  withLives,
  withoutFault,
  withPlan,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { toxicOn } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { linkFaultInstead, serverFaultInstead } from '../test-support/fault-instead.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => blastRadiusContained.judge(evidence);

describe('blast-radius-contained', () => {
  it('is valid for the correct run, whose victim lost its own connection', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal(
      '1 injection; 3 components and 2 links outside the blast radius untouched; of 2 links only the toxics were read.',
    );
  });

  it('is invalid where a fault was injected that is not planned, or on another target, or on two', () => {
    const fault = {
      kind: 'fault',
      fault: 'worker-kill',
      component: 'worker-2',
      incarnation: 1,
      step: 'injecting',
      atMs: 3412,
    } as const;
    expect(violationsOf(judge(withEntries(run, { ...fault, faultId: 'stray' })))).to.deep.equal(['unplanned-fault']);
    expect(violationsOf(judge(withEntries(run, { ...fault, faultId: 'kill' })))).to.deep.equal(['too-wide']);
    const schedule = run.plan.schedule.map((planned) => ({
      ...planned,
      target: { role: 'component' as const, name: 'worker-2' },
    }));
    expect(violationsOf(judge(withPlan(run, { schedule })))).to.deep.equal(['unplanned-fault']);
  });

  it('lets a link fault have its link while it lasts, and nothing else of that worker', () => {
    const linked = linkFaultInstead('supabase@worker-2');
    const inside = withEntries(linked, toxicOn('supabase@worker-2', 4000));
    expect(judge(inside).verdict).to.equal('valid');
    const late = withEntries(linked, toxicOn('supabase@worker-2', 7000));
    expect(violationsOf(judge(late))).to.deep.equal(['toxic']);
    const other = withEntries(linked, toxicOn('temporal@worker-2', 4000));
    expect(violationsOf(judge(other))).to.deep.equal(['toxic']);
    const crashed = withLives(inside, 'worker-2', { purpose: 'unplanned' });
    expect(violationsOf(judge(crashed))).to.deep.equal(['exited']);
  });

  it('lets a server that was struck break every link that leads to it, and no other', () => {
    const temporal = serverFaultInstead('temporal', { components: ['temporal'], links: ['temporal@*'] });
    const broken = { kind: 'connection', incarnation: 1, change: 'broken', atMs: 4000 } as const;
    expect(judge(withEntries(temporal, { ...broken, link: 'temporal@worker-2' })).verdict).to.equal('valid');
    const other = judge(withEntries(temporal, { ...broken, link: 'supabase@worker-2' }));
    expect(violationsOf(other)).to.deep.equal(['broken']);
    const worker = withLives(temporal, 'worker-2', { purpose: 'fault', exitedMs: 3422, signal: 'SIGKILL' });
    expect(violationsOf(judge(worker)), 'a worker too').to.deep.equal(['exited']);
  });

  it('is valid without a fault if no component was touched', () => {
    expect(judge(withoutFault(run)).verdict).to.equal('valid');
  });

  it('is unknown where no component outside the radius was observed', () => {
    expect(judge(withRows(run, 'components', () => [])).verdict).to.equal('unknown');
    expect(judge(withRows(run, 'components', (rows) => rows.slice(0, 1))).verdict).to.equal('unknown');
  });
});
