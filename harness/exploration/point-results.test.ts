import { expect } from 'chai';
import type { Finding } from '../model/check.ts';
import type { PointResult } from '../model/exploration.ts';
import type { Journal } from '../model/journal.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import { PointResults } from './point-results.ts';
import type { FaultedWorkflow } from './strike/point-task.ts';
import { struckAt } from './test-support/struck.ts';
import { wholeFindings } from './whole-findings.ts';

const place = { task: 'activity', activityId: '3', exchange: 'completion', side: 'reply', attempt: 1 } as const;
const struck = struckAt(place);
const { task } = struck;
const crowded: Partial<FaultedWorkflow> = { crowd: 40 };
const missed: Partial<FaultedWorkflow> = { ...crowded, arrival: null };
const lateFinding: Finding = {
  check: 'recovers-within-bound',
  verdict: 'invalid',
  summary: 'Late.',
  exhibits: [{ violation: 'late' }],
};
const lost: Finding = { check: 'side-effects-once', verdict: 'invalid', summary: 'Lost.', exhibits: [] };

function judged(state: PointResult['state'], one: Partial<FaultedWorkflow>, ...findings: readonly Finding[]) {
  const result = { point: task.point.id, action: 'crash', evidence: null, state, findings: [...findings] };
  return { one: { ...struck, ...one }, result: result as unknown as PointResult, digest: '' } satisfies JudgedStrike;
}

function verdictsOf(results: PointResults): readonly string[] {
  const journal = { entries: () => [] } as unknown as Journal;
  return wholeFindings({ journal }, [], results).map(({ check, verdict }) => `${check} ${verdict}`);
}

describe('PointResults', () => {
  it('has the last word on a task, and counts by state', () => {
    const results = new PointResults();
    expect(results.take(judged('invalid', crowded, lost))).to.equal(true);
    expect(results.take(judged('valid', crowded))).to.equal(true);
    expect(results.made.get(task)?.result.state).to.equal('valid');
    expect([results.count('valid'), results.count('invalid')]).to.deep.equal([1, 0]);
  });

  it('counts the tries of each task', () => {
    const results = new PointResults();
    expect(results.triesOf(task)).to.equal(0);
    expect([results.tried(struck).tries, results.tried(struck).tries]).to.deep.equal([1, 2]);
    expect(results.triesOf(task)).to.equal(2);
    expect(results.triesOf({ ...task })).to.equal(0);
  });

  it('keeps those that were late among others until they are struck again; alone, late is late', () => {
    const results = new PointResults();
    expect(results.take(judged('invalid', crowded, lateFinding))).to.equal(false);
    expect([results.made.size, results.late.size]).to.deep.equal([0, 1]);
    results.take(judged('valid', missed));
    expect(results.late.size, 'missed since').to.equal(1);
    results.take(judged('invalid', { crowd: 1 }, lateFinding));
    expect([results.made.get(task)?.result.state, results.late.size]).to.deep.equal(['invalid', 0]);
  });

  it('takes none for stuck that was open among others when the exploration broke off; alone, stuck is stuck', () => {
    const results = new PointResults();
    results.take(judged('invalid', { ...crowded, ended: false }, lost));
    results.brokeOff();
    expect(results.made.get(task)?.result).to.deep.include({ state: 'unproved', harms: [] });
    results.take(judged('invalid', { ended: false, crowd: 1 }, lost));
    results.brokeOff();
    expect(results.made.get(task)?.result.state).to.equal('invalid');
    results.take(judged('invalid', crowded, lost));
    results.brokeOff();
    expect(results.made.get(task)?.result.state, 'it had ended').to.equal('invalid');
  });

  it('says among how many a point was late that is in time among fewer', () => {
    const results = new PointResults();
    results.take(judged('invalid', crowded, lateFinding));
    expect(verdictsOf(results), 'not struck again yet').to.deep.equal([]);
    results.take(judged('invalid', { crowd: 4 }, lateFinding));
    results.take(judged('valid', { crowd: 1 }));
    expect(verdictsOf(results)).to.deep.equal(['in-time-among-many valid']);
    expect(results.lateAmong.get(task)).to.deep.equal([40, 4]);
  });

  it('holds harm beside a point against the whole, also that of an audit, whose other results are its own', () => {
    const results = new PointResults();
    const audit = results.forAudit();
    audit.take(judged('valid', { crowd: 1 }));
    expect([audit.made.size, results.made.size]).to.deep.equal([1, 0]);
    audit.take(judged('invalid', { crowd: 1, arrival: null }, lost));
    expect(results.elsewhere).to.have.length(1);
    expect(verdictsOf(results)).to.deep.equal(['struck-elsewhere invalid']);
  });
});

describe('a workflow that had not ended when its limit came, with many about', () => {
  const running = { ended: false } as const;

  it('was only slow if it has ended since: at its point it is late', () => {
    const results = new PointResults();
    results.take(judged('invalid', { ...crowded, ...running }, lost));
    expect(results.unended).to.have.length(1);
    results.endedSince(judged('valid', crowded));
    expect([results.made.size, results.late.size, results.unended.length]).to.deep.equal([0, 1, 0]);
  });

  it('keeps the harm of one that has ended since', () => {
    const results = new PointResults();
    results.take(judged('invalid', { ...crowded, ended: false }, lost));
    results.endedSince(judged('invalid', crowded, lost));
    expect([results.made.get(task)?.result.state, results.late.size, results.unended.length]).to.deep.equal([
      'invalid',
      0,
      0,
    ]);
  });

  it('does no harm beside its point if it has ended well since, and harm if it has not', () => {
    const results = new PointResults();
    for (const [since, verdicts] of [
      [judged('valid', missed), []],
      [judged('invalid', missed, lateFinding), []],
      [judged('invalid', missed, lost), ['struck-elsewhere invalid']],
    ] as const) {
      results.take(judged('invalid', { ...missed, ...running }, lost));
      results.endedSince(since);
      expect(verdictsOf(results)).to.deep.equal(verdicts);
    }
  });

  it('accuses nothing beside its point while it runs, and is not passed over in silence', () => {
    const results = new PointResults();
    results.take(judged('invalid', { ...missed, ...running }, lost));
    expect(verdictsOf(results)).to.deep.equal(['struck-elsewhere unknown']);
  });

  it('is stuck if it was alone, or still runs at its point', () => {
    const results = new PointResults();
    results.take(judged('invalid', { ...running, crowd: 1 }, lost));
    expect(results.unended).to.deep.equal([]);
    expect(results.made.get(task)?.result.state).to.equal('invalid');
    results.take(judged('invalid', { ...running, crowd: 1, arrival: null }, lost));
    expect(verdictsOf(results)).to.deep.equal(['struck-elsewhere invalid']);
  });
});
