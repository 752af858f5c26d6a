import { expect } from 'chai';
import { isOfPattern } from './also-started.ts';
import { scheduledIds, scheduleLimitMs } from './by-schedule.ts';
import { describeIssue } from './describe-issue.ts';
import { jobSchema } from './plan.ts';

const bare = { workflowType: 'order', workflowId: 'order-1', args: [], actions: [], bySchedule: {} };
const signal = { kind: 'signal', name: 'pay', args: [], after: { kind: 'started' } };

function refusal(job: object): string | null {
  const [issue] = jobSchema.safeParse({ ...bare, ...job }).error?.issues ?? [];
  return issue === undefined ? null : describeIssue(issue, 'the job');
}

describe('the schedule that starts the workflows of a job', () => {
  it('has workflows of its id and a time, and of no other', () => {
    const isScheduled = (id: string): boolean => isOfPattern(id, scheduledIds('order-1.a'));
    expect(isScheduled('order-1.a-2026-11-30T21:44:32Z')).to.equal(true);
    expect(isScheduled('order-1xa-2026-11-30T21:44:32Z')).to.equal(false);
    expect(isScheduled('order-1.a')).to.equal(false);
    expect(isScheduled('order-1.a-2-2026-11-30T21:44:32Z')).to.equal(false);
  });

  it('has a minute beyond its intervals, or what the plan says', () => {
    expect(scheduleLimitMs({})).to.equal(60_000);
    expect(scheduleLimitMs({ everyMs: 2000, executions: 3, limitMs: 500 })).to.equal(6500);
  });

  it('is refused in a sentence where it is mistaken', () => {
    expect(refusal({})).to.equal(null);
    const several = { everyMs: 1000, executions: 2 };
    expect(refusal({ bySchedule: { ...several, overlap: 'BUFFER_ONE', catchupWindowMs: 10_000 } })).to.equal(null);
    expect(refusal({ bySchedule: { overlap: 'CANCEL_OTHER' } })).to.contain('`bySchedule.overlap`');
    expect(refusal({ bySchedule: { everyMs: 1500 } })).to.contain('`bySchedule.everyMs`');
    expect(refusal({ bySchedule: { catchupWindowMs: 5 } })).to.contain('`bySchedule.catchupWindowMs`');
    expect(refusal({ bySchedule: { executions: 2 } })).to.contain('give `everyMs`');
    expect(refusal({ start: { command: ['order', '{workflowId}'] } })).to.contain('and so does `bySchedule`');
    expect(refusal({ request: { method: 'POST', path: '/orders', headers: {} } })).to.contain('so does `bySchedule`');
    expect(refusal({ options: { startDelayMs: 5 } })).to.contain('which a schedule does not take');
    expect(refusal({ options: { runTimeoutMs: 5 }, actions: [signal] })).to.equal(null);
    expect(refusal({ actions: [{ ...signal, after: { kind: 'with-start' } }] })).to.contain('the schedule makes');
    expect(refusal({ actions: [signal], bySchedule: several })).to.contain("give `overlap: 'ALLOW_ALL'`");
    expect(refusal({ actions: [signal], bySchedule: { ...several, overlap: 'ALLOW_ALL' } })).to.equal(null);
  });
});
