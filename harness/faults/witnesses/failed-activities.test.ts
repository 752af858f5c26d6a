import { expect } from 'chai';
import type { Dated } from '../../contracts/sample-run/journal-builder.ts';
import { supabaseKill } from '../supabase-kill.ts';
import { call, faultyRun, plannedOn } from '../test-support/faulty-run.ts';
import { failedActivities } from './failed-activities.ts';
import { faultWindow } from './window.ts';

const work = {
  task: 'activity',
  activityType: 'notify',
  activityId: '9',
  workflowId: 'document-1',
  attempt: 1,
} as const;
const failedAt = (startedMs: number): Dated =>
  call('worker-2', startedMs + 5, { ...work, method: 'RespondActivityTaskFailed', startedMs });
const earlier = {
  kind: 'fault',
  fault: 'link-cut',
  faultId: 'earlier',
  component: 'worker-2',
  incarnation: 1,
} as const;
const earlierSteps: readonly Dated[] = [
  { ...earlier, step: 'injecting', atMs: 1000 },
  { ...earlier, step: 'injected', atMs: 1010 },
  { ...earlier, step: 'healing', atMs: 1990 },
  { ...earlier, step: 'healed', atMs: 2000 },
];

function count(observed: readonly Dated[]): number {
  const run = faultyRun(supabaseKill, null, [...observed, ...earlierSteps]);
  const planned = plannedOn(supabaseKill, 'supabase');
  const evidence = { ...run, plan: { ...run.plan, schedule: [{ ...planned, id: 'earlier' }, planned] } };
  const window = faultWindow(evidence, planned.id, true);
  if (window === undefined) throw new Error('Expected a window.');
  return failedActivities(evidence, window).length;
}

describe('activities that failed', () => {
  it('witness a fault, even if another planned fault made the same kind fail on its victim before', () => {
    expect(count([failedAt(4000)])).to.equal(1);
    expect(count([failedAt(1500), failedAt(4000)])).to.equal(1);
    const dispatched = call('worker-2', 1900, { ...work, method: 'PollActivityTaskQueue' });
    expect(count([dispatched, failedAt(2001), failedAt(4000)]), 'reported just after the healing').to.equal(1);
  });

  it('witness nothing if the kind had failed before without a fault', () => {
    expect(count([failedAt(500), failedAt(4000)])).to.equal(0);
    expect(count([failedAt(2500), failedAt(4000)])).to.equal(0);
  });
});
