import { expect } from 'chai';
import {
  withAttributes,
  withEvents,
  withoutBook,
  withoutFault,
  withPlan,
  withRows,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Check, Finding, PointRule } from '../model/check.ts';
import type { Job } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { defineCheck, everyPoint, invalid, unknown, valid } from './define-check.ts';
import { checkNames, checks } from './index.ts';
import { type Judged, judgeChecks, judgePointBy, judgeReferencesBy } from './judge.ts';
import { sideEffectsOnce } from './side-effects-once.ts';

const run = withPlan(correctRun(), { checks: [...checkNames] });

describe('judgeChecks', () => {
  it('judges by the checks of the plan, in its order, and by those without which nothing is proved', () => {
    const judged = judgeChecks(withPlan(run, { checks: ['side-effects-once', 'fault-landed'] }));
    expect(judged.verdict).to.equal('valid');
    const added = ['rows-as-expected', 'every-workflow-completes', 'steady-state-returns', 'run-complete'];
    const expected = ['side-effects-once', 'fault-landed', ...added];
    expect(judged.findings.map(({ check }) => check)).to.deep.equal(expected);
  });

  it('is never valid for a fault that did not land, though the plan names no check of it', () => {
    const silent = withPlan({ ...run, landings: [] }, { checks: ['every-workflow-completes'] });
    expect(judgeChecks(silent).verdict).to.equal('unknown');
    expect(judgeChecks(withPlan(run, { checks: ['every-workflow-completes'] })).verdict).to.equal('valid');
  });

  it('is unknown at best where no fault was planned, and each other finding stands', () => {
    const calm = judgeChecks(withPlan(withoutFault(run), { checks: ['side-effects-once'] }));
    expect(calm.verdict).to.equal('unknown');
    expect(calm.findings.map(({ check, verdict }) => [check, verdict])).to.deep.equal([
      ['side-effects-once', 'valid'],
      ['rows-as-expected', 'valid'],
      ['every-workflow-completes', 'valid'],
      ['fault-landed', 'unknown'],
      ['run-complete', 'valid'],
    ]);
  });

  it('is invalid where all work failed, though the plan names no check of it', () => {
    const failing = ['document-1', 'document-2'].reduce(
      (evidence, workflowId) =>
        withEvents(evidence, workflowId, (event) =>
          event.eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'
            ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED' }
            : event,
        ),
      withPlan(run, { checks: ['fault-landed'] }),
    );
    expect(judgeChecks(failing).verdict).to.equal('invalid');
  });

  it('judges rows where a job expects one, and nowhere else', () => {
    const names = ({ findings }: Judged): readonly string[] => findings.map(({ check }) => check);
    const without = { ...run.plan.workload[0], expect: { ...run.plan.workload[0]?.expect, rows: [] } } as Job;
    expect(names(judgeChecks(run))).to.include('rows-as-expected');
    expect(names(judgeChecks(withPlan(run, { workload: [without] })))).not.to.include('rows-as-expected');
    const unread = judgeChecks(withoutBook(run, 'tables'));
    expect(unread.findings.filter(({ verdict }) => verdict !== 'valid').map(({ check }) => check)).to.deep.equal([
      'rows-as-expected',
    ]);
    expect(unread.verdict).to.equal('unknown');
  });

  it('finds the correct run valid by all checks', () => {
    const judged = judgeChecks(run);
    expect(judged.findings.filter((finding) => finding.verdict !== 'valid')).to.deep.equal([]);
    expect(judged.verdict).to.equal('valid');
  });

  it('merges by gravity: invalid over unknown over valid', () => {
    expect(judgeChecks({ ...run, landings: [] }).verdict).to.equal('unknown');
    const lost = withRows({ ...run, landings: [] }, 'effects', (lines) => lines.slice(1));
    expect(judgeChecks(lost).verdict).to.equal('invalid');
  });

  it('is unknown for a check that it does not know, naming it', () => {
    const judged = judgeChecks(withPlan(run, { checks: ['fault-landed', 'no-such-check'] }));
    expect(judged.verdict).to.equal('unknown');
    expect(judged.findings[1]).to.deep.include({ check: 'no-such-check', verdict: 'unknown' });
    expect(judged.findings[1]?.summary).to.contain('no-such-check');
  });

  it('is unknown where a check throws, with the sentence of the error', () => {
    const encrypted = withEvents(run, 'document-1', (event) =>
      event.eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED'
        ? withAttributes(event, { result: { payloads: [{ metadata: { encoding: 'YmluYXJ5L2VuY3J5cHRlZA==' } }] } })
        : event,
    );
    const judged = judgeChecks(withPlan(encrypted, { checks: ['every-workflow-completes', 'fault-landed'] }));
    expect(judged.verdict).to.equal('unknown');
    expect(judged.findings[0]?.summary).to.contain('binary/encrypted');
    expect(judged.findings[1]?.verdict).to.equal('valid');
  });

  it('is unknown for a plan without checks and for a run without books', () => {
    expect(judgeChecks(withPlan(run, { checks: [] }))).to.deep.equal({ verdict: 'unknown', findings: [] });
    const books = ['eventHistories', 'replays', 'checkpoints', 'effects', 'tables', 'components'] as const;
    const truncated = books.reduce((evidence, book) => withoutBook(evidence, book), run);
    expect(judgeChecks(truncated).verdict).to.equal('unknown');
  });
});

describe('a check of a configuration', () => {
  const judged = (finding: object): Finding | null => {
    const check = { ...saying('valid', everyPoint), judge: () => finding as Finding };
    return judgePointBy(check, run);
  };
  const found = { check: 'says', verdict: 'invalid', summary: 'So.', exhibits: [] };

  it('is unknown where it returns what is no finding', () => {
    for (const finding of [
      {},
      { ...found, verdict: 'fine' },
      { ...found, exhibits: undefined },
      { ...found, more: 1 },
    ]) {
      expect(judged(finding)).to.deep.include({ check: 'says', verdict: 'unknown' });
    }
  });

  it('keeps its verdict if it names an unlisted violation, which is then `other`', () => {
    const own = judged({
      ...found,
      exhibits: [{ violation: 'overdrawn', account: 7 }, { violation: 'lost' }, 'a word'],
    });
    const exhibits = [{ violation: 'other', named: 'overdrawn', account: 7 }, { violation: 'lost' }, 'a word'];
    expect(own).to.deep.equal({ ...found, exhibits });
  });
});

describe('a check of an exploration', () => {
  it('judges a point only where it applies, and no point where it says nothing of points', () => {
    expect(judgePointBy(saying('invalid', everyPoint), run)?.verdict).to.equal('invalid');
    expect(judgePointBy(saying('invalid', { ...everyPoint, applies: () => false }), run)).to.equal(null);
    expect(judgePointBy(saying('invalid'), run)).to.equal(null);
  });

  it('counts of its findings on references what it declares', () => {
    const told = (references: PointRule['references'] | null): readonly (Verdict | null)[] =>
      (['valid', 'unknown', 'invalid'] as const).map((verdict) => {
        const check = references === null ? saying(verdict) : saying(verdict, { ...everyPoint, references });
        return judgeReferencesBy(check, run)?.verdict ?? null;
      });
    expect(told('all')).to.deep.equal(['valid', 'unknown', 'invalid']);
    expect(told('violations')).to.deep.equal(['valid', null, 'invalid']);
    expect(told('nothing')).to.deep.equal([null, null, null]);
    expect(told(null)).to.deep.equal([null, null, null]);
  });

  it('has no doubt about references that it does not apply to, but its violations there count', () => {
    const told = (verdict: Verdict): Verdict | null =>
      judgeReferencesBy(saying(verdict, { ...everyPoint, applies: () => false }), run)?.verdict ?? null;
    expect((['valid', 'unknown', 'invalid'] as const).map(told)).to.deep.equal(['valid', null, 'invalid']);
    const refused = correctRun();
    const workload = refused.plan.workload.map((job) => ({ ...job, expect: { ...job.expect, effects: [] } }));
    const noEffects = {
      ...refused,
      plan: { ...refused.plan, workload },
      effects: { state: 'collected', rows: [] },
    } as const;
    expect(sideEffectsOnce.judge(noEffects).verdict).to.equal('unknown');
    expect(judgeReferencesBy(sideEffectsOnce, noEffects)).to.equal(null);
    expect(judgeReferencesBy(sideEffectsOnce, { ...noEffects, effects: refused.effects })?.verdict).to.equal('invalid');
  });

  it('is one of those that can be judged for a single workflow', () => {
    const declared = checks.flatMap(({ name, points }) => (points === undefined ? [] : [[name, points.references]]));
    expect(declared).to.deep.equal([
      ['every-workflow-completes', 'all'],
      ['side-effects-once', 'all'],
      ['work-done-once', 'violations'],
      ['values-as-expected', 'all'],
      ['effects-in-causal-order', 'violations'],
      ['completed-work-was-done', 'violations'],
      ['checkpoints-match-history', 'all'],
      ['rows-as-expected', 'all'],
      ['progress-resumed', 'violations'],
      ['event-history-well-formed', 'all'],
      ['timers-as-expected', 'all'],
      ['activity-options-as-expected', 'all'],
      ['replays-deterministically', 'all'],
      ['recovers-within-bound', 'nothing'],
    ]);
  });
});

/** A check that gives this verdict on all evidence. */
function saying(verdict: Verdict, points?: PointRule): Check {
  const judgements = {
    valid: valid('So.'),
    unknown: unknown('So.'),
    invalid: invalid('So.', [{ violation: 'other' }]),
  };
  const claim = { name: 'says', invariant: 'So it is.', books: [], judge: () => judgements[verdict] };
  return defineCheck(points === undefined ? claim : { ...claim, points });
}
