import { expect } from 'chai';
import type { PlannedFault } from '../model/plan.ts';
import { injectionLimits } from './injection-limits.ts';
import { job } from './test-support/fake-context.ts';

const fault = (id: string, change: Partial<PlannedFault> = {}): PlannedFault => ({
  id,
  at: { kind: 'event', workflowId: 'w', eventType: 'TIMER_STARTED', nth: 1 },
  fault: 'worker-replace',
  params: {},
  target: { role: 'component', name: 'worker-1' },
  healAfterMs: 30_000,
  ...change,
});

describe('injectionLimits', () => {
  it('is that of a moment and some time, for a fault alone', () => {
    expect(injectionLimits({ schedule: [fault('a')], workload: [job('w')] })).to.deep.equal({
      momentMs: 30_000,
      phaseMs: 60_000,
    });
  });

  it('grows by the last start', () => {
    const workload = [job('w'), { ...job('v'), startAfterMs: 18_000 }];
    expect(injectionLimits({ schedule: [fault('a')], workload })).to.deep.equal({ momentMs: 48_000, phaseMs: 78_000 });
  });

  it('has room for the moment of each fault that comes after another one, and for its healing', () => {
    const schedule = [fault('a'), fault('b', { after: 'a' }), fault('c', { after: 'b' })];
    const workload = [{ ...job('w'), startAfterMs: 18_000 }];
    const link = 48_000 + 30_000 + 30_000;
    expect(injectionLimits({ schedule: schedule.slice(0, 2), workload }).phaseMs).to.equal(78_000 + link);
    expect(injectionLimits({ schedule, workload }).phaseMs).to.equal(78_000 + 2 * link);
  });

  it('has room for the jobs that start after a fault; in a plan without that fault they start at once', () => {
    const workload = [{ ...job('w'), startAfterFault: 'b' }];
    const link = 30_000 + 30_000 + 30_000;
    const schedule = [fault('a'), fault('b', { after: 'a' })];
    expect(injectionLimits({ schedule, workload }).phaseMs).to.equal(60_000 + 2 * link);
    expect(injectionLimits({ schedule: [], workload }).phaseMs).to.equal(60_000);
  });

  it('has room for a moment in time, which has no limit', () => {
    const late = fault('a', { at: { kind: 'elapsed', ms: 200_000 } });
    expect(injectionLimits({ schedule: [late], workload: [] }).phaseMs).to.equal(260_000);
  });
});
