import { expect } from 'chai';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleReport } from '../../../test/samples/sample-report.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { type ComparedRun, diffRuns, type RunDiff } from './diff-runs.ts';
import { renderRunDiff } from './render-run-diff.ts';

const evidence = sampleEvidence();

function run(runId: string, changes: Partial<Report> = {}, plan: Partial<Plan> = {}): ComparedRun {
  const report = sampleReport({ ...changes, runId }, evidence);
  return { runId, plan: { ...evidence.plan, ...plan }, report, incomplete: [] };
}

function differing({ facts }: RunDiff): readonly string[] {
  return facts
    .filter(({ differs }) => differs)
    .map(({ of, name, first, second }) => `${of} ${name} ${first} ${second}`);
}

describe('two runs side by side', () => {
  it('differ in nothing if they are one', () => {
    const diff = diffRuns(run('a'), run('a'));
    expect(differing(diff)).to.deep.equal([]);
    expect(diff.isSamePlan).to.equal(true);
    expect(renderRunDiff(diff, { colour: false })).to.match(/^The same plan, one verdict: 0 differences\.$/m);
  });

  it('differ in verdict, check, counts and plan; what differs stands first', () => {
    const [first, ...others] = run('a').report.findings;
    if (first === undefined) throw new Error('Expected a finding.');
    const kinds = [{ violation: 'lost', count: 3, usualCause: 'a crash' }];
    const findings = [{ ...first, verdict: 'invalid' as const, kinds }, ...others.slice(0, -1)];
    const counts = { ...run('a').report.counts, workflows: 19 };
    const diff = diffRuns(run('a'), run('b', { verdict: 'invalid', findings, counts }, { seed: 99 }));
    expect(diff.isSamePlan).to.equal(false);
    expect(differing(diff)).to.deep.equal([
      'verdict verdict valid invalid',
      `checks ${first.check} valid invalid (3 lost)`,
      `checks ${others.at(-1)?.check} valid null`,
      `counts workflows 20 19`,
      `plan seed ${evidence.plan.seed} 99`,
    ]);
    expect(diff.facts.map(({ differs }) => differs).lastIndexOf(true)).to.equal(4);
    const shown = renderRunDiff(diff, { colour: false });
    expect(shown)
      .to.match(/^Two plans, two verdicts: 5 differences\.$/m)
      .and.to.match(/^≠ {2}verdict +valid +invalid$/m)
      .and.to.match(/^= {2}plan: scenario /m);
  });

  it('differ in each fault: its target, its parameters and its landing', () => {
    const [fault, ...others] = evidence.plan.schedule;
    const [landing, ...landed] = run('a').report.landings;
    if (fault === undefined || landing === undefined) throw new Error('Expected a fault that landed.');
    const schedule = [{ ...fault, params: { latencyMs: 60_000 } }, ...others];
    const landings = [{ ...landing, landed: false, witnesses: [] }, ...landed];
    const notJudged = ['the rows'];
    const diff = diffRuns(run('a'), run('b', { landings, notJudged }, { schedule, runTimeMs: 1000 }));
    const [judged, landed1, ...plans] = differing(diff);
    expect(judged).to.equal('verdict not judged nothing the rows');
    expect(landed1).to.match(/^landings kill-1 landed: cause by .* not proved to have landed: no witness$/);
    expect(plans).to.deep.equal([
      `plan fault ${fault.id}, params ${JSON.stringify(fault.params)} {"latencyMs":60000}`,
      `plan limit ${formatDuration(evidence.plan.runTimeMs)} 1.0 s`,
    ]);
  });

  it('differ in their recovery times, each beside its bound', () => {
    const slow = [{ unit: 'u', recoveryTimeMs: 9000, boundMs: 10_000 }];
    const [units, slowest] = differing(diffRuns(run('a', { recovery: [] }), run('b', { recovery: slow })));
    expect(units).to.equal('recovery units 0 1');
    expect(slowest).to.equal('recovery slowest null 9.0 s of 10.0 s');
  });

  it('say that a folder is not whole', () => {
    const cut = { ...run('b'), incomplete: ['journal.ndjson is missing'] };
    expect(renderRunDiff(diffRuns(run('a'), cut), { colour: false })).to.contain(
      '! b is not whole: journal.ndjson is missing',
    );
  });
});
