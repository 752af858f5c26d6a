import { expect } from 'chai';
import { withEntries, withLives, withPlan, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call, type Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../model/evidence.ts';
import { stopsGracefully } from './stops-gracefully.ts';

const verdict = (evidence: Evidence): string => stopsGracefully.judge(evidence).verdict;
const stopping: Dated = { kind: 'component', component: 'worker-2', incarnation: 1, change: 'stopping', atMs: 7000 };
const work = { task: 'activity', workflowId: 'document-9', activityType: 'publish', activityId: '7' } as const;
const got = call('worker-2', 6800, { ...work, attempt: 1, method: 'PollActivityTaskQueue' });
const done = call('worker-2', 7400, { ...work, attempt: 1, method: 'RespondActivityTaskCompleted' });
const stopped = (...entries: readonly Dated[]): Evidence => withEntries(correctRun(), stopping, ...entries);

describe('stops-gracefully', () => {
  it('is valid if a worker answers what it holds and ends by itself', () => {
    expect(verdict(stopped(got, done))).to.equal('valid');
  });

  it('is unknown if no worker was sent SIGTERM: it has seen nothing', () => {
    expect(verdict(correctRun())).to.equal('unknown');
    expect(verdict(withPlan(correctRun(), { schedule: [] })), 'none was planned').to.equal('unknown');
  });

  it('accuses no runtime that ends with 143, or by the signal itself, once all is answered', () => {
    for (const change of [{ exitCode: 143 }, { exitCode: null, signal: 'SIGTERM' }] as const) {
      expect(verdict(withLives(stopped(got, done), 'worker-2', change))).to.equal('valid');
      expect(verdict(withLives(stopped(got), 'worker-2', change)), 'unanswered').to.equal('invalid');
    }
  });

  it('is invalid if a worker ends without an answer', () => {
    const finding = stopsGracefully.judge(stopped(got));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.exhibits[0]).to.include({ violation: 'abandoned', workflowId: 'document-9' });
    expect(verdict(stopped(got, { ...done, component: 'worker-1' })), "another's answer").to.equal('invalid');
    expect(verdict(stopped(got, { ...done, attempt: 2 })), 'of a later attempt').to.equal('invalid');
  });

  it('accuses no worker of a task that came while SIGTERM was being sent, which a busy engine reports late', () => {
    const of = { fault: 'worker-stop', faultId: 'late', component: 'worker-2', incarnation: 1, kind: 'fault' } as const;
    const sending = (fromMs: number, toMs: number): Dated[] => [
      { ...of, step: 'injecting', atMs: fromMs },
      { ...of, step: 'injected', atMs: toMs },
    ];
    const held = call('worker-2', 5000, { ...work, activityId: '8', attempt: 1, method: 'PollActivityTaskQueue' });
    const answered = call('worker-2', 7300, { ...work, activityId: '8', method: 'RespondActivityTaskCompleted' });
    const before = [held, { ...answered, attempt: 1 }];
    expect(verdict(stopped(got, ...before, ...sending(6700, 6950)))).to.equal('valid');
    expect(verdict(stopped(got, done, ...sending(4000, 6950))), 'answered all the same').to.equal('valid');
    expect(verdict(stopped(got, ...before, ...sending(6900, 6950))), 'held before it').to.equal('invalid');
    expect(verdict(stopped(got, ...before, ...sending(5500, 5600))), 'of an earlier fault').to.equal('invalid');
  });

  it('is invalid if it does not end by itself, or fails', () => {
    for (const change of [{ signal: 'SIGKILL', exitCode: null }, { exitCode: 1 }]) {
      const finding = stopsGracefully.judge(withLives(stopped(got, done), 'worker-2', change));
      expect(finding.verdict).to.equal('invalid');
      expect(finding.exhibits[0]).to.include({ violation: 'drained-badly' });
    }
  });

  it('accuses no worker of an answer that the server refused or did not hear', () => {
    expect(verdict(stopped(got, { ...done, grpcStatus: 5 }))).to.equal('valid');
    expect(verdict(stopped(got, { ...done, outcome: 'broken', grpcStatus: null }))).to.equal('valid');
    expect(verdict(stopped(got, { ...done, method: 'RespondActivityTaskFailed' }))).to.equal('valid');
  });

  it('accuses no worker of a task that was on its way, was given to another, or is only a query', () => {
    const others = [got, done];
    const late = call('worker-2', 6950, { ...work, activityId: '8', method: 'PollActivityTaskQueue' });
    expect(verdict(stopped(...others, late)), 'on its way').to.equal('valid');
    const old = call('worker-2', 6000, { ...work, activityId: '9', attempt: 1, method: 'PollActivityTaskQueue' });
    const again = call('worker-1', 6500, { ...work, activityId: '9', attempt: 2, method: 'PollActivityTaskQueue' });
    expect(verdict(stopped(...others, old)), 'held').to.equal('invalid');
    expect(verdict(stopped(...others, old, again)), 'given to another').to.equal('valid');
    const query = { task: 'workflow', workflowId: 'document-9', method: 'PollWorkflowTaskQueue' } as const;
    expect(verdict(stopped(...others, call('worker-2', 6700, query))), 'a query').to.equal('valid');
  });

  it('is unknown if no task was in hand, or the end is not known', () => {
    expect(verdict(stopped()), 'idle').to.equal('unknown');
    const alive = { exitedMs: null, exitCode: null, purpose: null };
    expect(verdict(withLives(stopped(got, done), 'worker-2', alive)), 'no end').to.equal('unknown');
    expect(verdict(withRows(stopped(got, done), 'components', () => [])), 'no workers').to.equal('unknown');
  });

  it('owes no answer for workflow tasks of a version that the plan knows to break, but for activities', () => {
    const task = { task: 'workflow', workflowId: 'document-9', startedEventId: '30' } as const;
    const stuck = call('worker-2', 6700, { ...task, method: 'PollWorkflowTaskQueue' });
    expect(verdict(stopped(got, done, stuck)), 'another version').to.equal('invalid');
    expect(verdict(running('v2', stopped(got, done, stuck))), 'this version').to.equal('valid');
    expect(verdict(running('v2', stopped(got, stuck))), 'an activity').to.equal('invalid');
  });
});

/** The evidence, with worker-2 running a version that the plan says breaks what is under way. */
function running(version: string, evidence: Evidence): Evidence {
  const schedule = evidence.plan.schedule.map((planned) => ({ ...planned, params: { version, breaks: true } }));
  const journal = evidence.journal.map((entry) =>
    entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'spawned'
      ? { ...entry, version }
      : entry,
  );
  return { ...withPlan(evidence, { schedule }), journal };
}
