import { expect } from 'chai';
import { withEntries } from '../../contracts/sample-run/changes.ts';
import { call, type Dated, extraction } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/json.ts';
import { delayed, statesOf } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

/** One look a second at a machine on which work waited for that share of the time. */
function machine(share: number): readonly Dated[] {
  return Array.from({ length: 20 }, (_, index) => {
    const waitedMs = 1000 * share;
    return { kind: 'machine', overMs: 1000, waitedMs, source: 'pressure', atMs: 1000 * (index + 1) } as const;
  });
}

/** An answer of the server to the other worker while the extraction waits. */
function answer(latencyMs: number, component = 'worker-2'): Dated {
  const heartbeat = { ...extraction, activityId: '9', attempt: 1, method: 'RecordActivityTaskHeartbeat' };
  return call(component, 5000 + latencyMs, { ...heartbeat, startedMs: 5000 });
}

// 200 ms beyond the bound of 4870 ms.
const late = delayed(2500);
const stateOf = (evidence: Evidence): unknown => statesOf(recoversWithinBound.judge(evidence))[0];

describe('recovers-within-bound: a slow machine', () => {
  it('is unknown, with the numbers, where work waited for a CPU and the server answered slowly', () => {
    const finding = recoversWithinBound.judge(withEntries(late, ...machine(0.9), answer(400)));
    expect(finding.verdict).to.equal('unknown');
    expect(valueAt(finding.exhibits[0], 'remark')).to.equal(
      "By worker-2, incarnation 1; but the machine was slow: work waited for a CPU for 4563 ms and the server's slowest answer took 400 ms, which explains up to 1600 ms.",
    );
  });

  it('is invalid on a quiet machine, however slowly the server answered', () => {
    expect(stateOf(withEntries(late, ...machine(0.03), answer(2000)))).to.equal('late');
  });

  it('is unknown on a quiet machine if an existing Temporal answered slowly, and invalid if that does not explain it', () => {
    const versions = { ...late.versions, temporalAt: 'cloud.example:7233, namespace payments' };
    const finding = recoversWithinBound.judge(withEntries({ ...late, versions }, ...machine(0.03), answer(400)));
    expect(finding.verdict).to.equal('unknown');
    expect(valueAt(finding.exhibits[0], 'remark')).to.include(
      'the existing Temporal was slow: its slowest answer took 400 ms, which explains up to 1600 ms',
    );
    expect(stateOf(withEntries({ ...late, versions }, ...machine(0.03), answer(20)))).to.equal('late');
  });

  it('is invalid on a busy machine whose server answered quickly', () => {
    expect(stateOf(withEntries(late, ...machine(1), answer(20)))).to.equal('late');
  });

  it('is invalid where it came far later than the slowness explains', () => {
    expect(stateOf(withEntries(delayed(9000), ...machine(1), answer(400)))).to.equal('late');
  });

  it('counts no answer to the victim and none that was held', () => {
    expect(stateOf(withEntries(late, ...machine(1), answer(400, 'worker-1')))).to.equal('late');
    const slow = { ...answer(400), call: 77 } as Dated;
    const held = { kind: 'held', call: 77, component: 'worker-2', incarnation: 1, side: 'reply' } as const;
    const hold = { ...held, method: 'RecordActivityTaskHeartbeat', state: 'held', atMs: 5010 } as const;
    expect(stateOf(withEntries(late, ...machine(1), slow))).to.equal('slow');
    expect(stateOf(withEntries(late, ...machine(1), slow, hold))).to.equal('late');
  });

  it('is unknown where neither the stalls nor the machine explain it, but both together do, with the numbers', () => {
    const stall = { kind: 'stall', stallMs: 150, atMs: 6000 } as const;
    const finding = recoversWithinBound.judge(withEntries(late, ...machine(1), answer(20), stall));
    expect(finding.verdict).to.equal('unknown');
    expect(valueAt(finding.exhibits[0], 'remark')).to.match(
      /; but the harness itself stalled for 150 ms, and the machine was slow: .* 20 ms, which explains up to 80 ms more\.$/,
    );
    expect(stateOf(withEntries(late, ...machine(1), answer(10), stall))).to.equal('late');
  });

  it('is invalid where it came far later than all stalls, however long they were', () => {
    const stalls = [5000, 8000, 11_000].map((atMs) => ({ kind: 'stall', stallMs: 2600, atMs }) as const);
    // 8.7 s beyond the bound.
    expect(stateOf(withEntries(delayed(11_000), ...stalls.slice(2)))).to.equal('late');
    expect(stateOf(withEntries(delayed(9000), ...stalls))).to.equal('slow');
  });

  it('judges a journal that says nothing of the machine as before', () => {
    expect(stateOf(withEntries(late, answer(400)))).to.equal('late');
  });
});
