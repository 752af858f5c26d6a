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
import { checkNames } from './index.ts';
import { judgeChecks } from './judge.ts';

const run = withPlan(correctRun(), { checks: [...checkNames] });

describe('judgeChecks', () => {
  it('judges by the checks of the plan, in its order, and by those without which nothing is proved', () => {
    const judged = judgeChecks(withPlan(run, { checks: ['side-effects-once', 'fault-landed'] }));
    expect(judged.verdict).to.equal('valid');
    const expected = ['side-effects-once', 'fault-landed', 'steady-state-returns', 'run-complete'];
    expect(judged.findings.map(({ check }) => check)).to.deep.equal(expected);
  });

  it('is never valid for a fault that did not land, though the plan names no check of it', () => {
    const silent = withPlan({ ...run, landings: [] }, { checks: ['every-workflow-completes'] });
    expect(judgeChecks(silent).verdict).to.equal('unknown');
    expect(judgeChecks(withPlan(run, { checks: ['every-workflow-completes'] })).verdict).to.equal('valid');
  });

  it('asks for neither where no fault was planned', () => {
    const calm = withPlan(withoutFault(run), { checks: ['every-workflow-completes'] });
    const checks = judgeChecks(calm).findings.map(({ check }) => check);
    expect(checks).to.deep.equal(['every-workflow-completes', 'run-complete']);
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
    const books = ['eventHistories', 'replays', 'checkpoints', 'effects', 'components'] as const;
    const truncated = books.reduce((evidence, book) => withoutBook(evidence, book), run);
    expect(judgeChecks(truncated).verdict).to.equal('unknown');
  });
});
