import { expect } from 'chai';
import { withEntries, withLives, withPlan, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { historyBuilder } from '../contracts/sample-run/history-builder.ts';
import { call, type Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../model/check.ts';
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

  it('accuses no worker of a task that a busy machine had not brought to it yet, unless it spoke of that task', () => {
    const look = { kind: 'machine', overMs: 1000, source: 'pressure', atMs: 7000 } as const;
    expect(verdict(stopped(got, { ...look, waitedMs: 900 }))).to.equal('unknown');
    expect(verdict(stopped(got, { ...look, waitedMs: 50 })), 'on a quiet machine').to.equal('invalid');
    const beat = call('worker-2', 6850, { ...work, attempt: 1, method: 'RecordActivityTaskHeartbeat' });
    expect(verdict(stopped(got, beat, { ...look, waitedMs: 900 })), 'it had it').to.equal('invalid');
  });

  it('is invalid if it does not end by itself, or fails', () => {
    for (const change of [{ signal: 'SIGKILL', exitCode: null }, { exitCode: 1 }]) {
      const finding = stopsGracefully.judge(withLives(stopped(got, done), 'worker-2', change));
      expect(finding.verdict).to.equal('invalid');
      expect(finding.exhibits[0]).to.include({ violation: 'drained-badly' });
    }
  });

  it('does not say that a worker ended by itself whose runtime crashed after it had drained', () => {
    const shutdown = call('worker-2', 7500, { method: 'ShutdownWorker' });
    const drained = stopped(got, done, shutdown);
    const finding = stopsGracefully.judge(withLives(drained, 'worker-2', { exitCode: null, signal: 'SIGABRT' }));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.match(/each task was answered, 1 crashed only after that\.$/);
  });

  it('accuses no worker of an answer that the server refused or did not hear', () => {
    expect(verdict(stopped(got, { ...done, grpcStatus: 5 }))).to.equal('valid');
    expect(verdict(stopped(got, { ...done, outcome: 'broken', grpcStatus: null }))).to.equal('valid');
    expect(verdict(stopped(got, { ...done, method: 'RespondActivityTaskFailed' }))).to.equal('valid');
  });

  it('asks for no answer to a workflow task that fails again: SDKs report its first failure alone', () => {
    const task = { task: 'workflow', workflowId: 'document-9', runId: 'a-run', startedEventId: '6' } as const;
    const again = call('worker-2', 6500, { ...task, attempt: 2, method: 'PollWorkflowTaskQueue' });
    const failed = call('worker-1', 6300, { ...task, attempt: 1, method: 'RespondWorkflowTaskFailed' });
    expect(verdict(stopped(got, done, again, failed))).to.equal('valid');
    expect(verdict(stopped(got, done, again)), 'it never failed').to.equal('invalid');
    expect(verdict(stopped(got, done, again, { ...failed, workflowId: 'document-8' })), 'another').to.equal('invalid');
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

  it('accuses no worker of a task that the server has given up, which needs no answer', () => {
    const old = call('worker-2', 4000, { ...work, activityId: '8', attempt: 1, method: 'PollActivityTaskQueue' });
    const beat = { ...work, activityId: '8', attempt: 1, method: 'RecordActivityTaskHeartbeat' };
    const unknownTo = call('worker-2', 5500, { ...beat, grpcStatus: 5 });
    expect(verdict(stopped(got, done, old, unknownTo)), 'before SIGTERM').to.equal('valid');
    expect(verdict(stopped(got, done, old, { ...unknownTo, atMs: 7500, startedMs: 7490 })), 'after it').to.equal(
      'valid',
    );
    expect(verdict(stopped(got, done, old, call('worker-2', 5500, beat))), 'known').to.equal('invalid');
    const builder = historyBuilder('document-9', { atMs: 3900, type: 'ingestDocument', args: [] });
    const step = { atMs: 3990, type: 'publish', input: null, result: null };
    const activityId = builder.activity({ ...step, how: 'TIMED_OUT' });
    const closed = withRows(stopped(got, done, { ...old, activityId }), 'eventHistories', (rows) => [
      ...rows,
      builder.history(),
    ]);
    expect(verdict(closed), 'timed out').to.equal('valid');
  });

  it('accuses no worker of an activity that a client completed', () => {
    const builder = historyBuilder('document-9', { atMs: 3900, type: 'ingestDocument', args: [] });
    const activityId = builder.activity({ atMs: 9000, type: 'publish', input: null, result: null });
    const ended = withRows(stopped({ ...got, activityId }), 'eventHistories', (rows) => [...rows, builder.history()]);
    expect(verdict(ended)).to.equal('valid');
  });

  it('is invalid if only the same task of an earlier run, or an earlier attempt, was answered', () => {
    const eighth = { ...work, activityId: '8', attempt: 1 };
    const first = call('worker-2', 3600, { ...eighth, runId: 'r1', method: 'PollActivityTaskQueue' });
    const answer = call('worker-2', 3700, { ...eighth, runId: 'r1', method: 'RespondActivityTaskCompleted' });
    const second = call('worker-2', 6500, { ...eighth, runId: 'r2', method: 'PollActivityTaskQueue' });
    expect(verdict(stopped(got, done, first, answer, second)), 'run').to.equal('invalid');
    const untold = [first, answer, second].map((one): Dated => {
      const { runId: _runId, ...rest } = one;
      return rest;
    });
    expect(verdict(stopped(got, done, ...untold)), 'no run is named').to.equal('invalid');
    const task = { task: 'workflow', workflowId: 'document-9', startedEventId: '10' } as const;
    const given = call('worker-2', 5000, { ...task, attempt: 2, method: 'PollWorkflowTaskQueue' });
    const failed = call('worker-2', 5100, { ...task, attempt: 2, method: 'RespondWorkflowTaskFailed' });
    const again = call('worker-2', 6700, { ...task, attempt: 3, method: 'PollWorkflowTaskQueue' });
    expect(verdict(stopped(got, done, given, failed, again)), 'attempt').to.equal('invalid');
  });

  it('accuses no worker of a task of an earlier run of its workflow, which has ended', () => {
    const first = call('worker-2', 3600, { ...work, runId: 'r1', attempt: 1, method: 'PollActivityTaskQueue' });
    const second = call('worker-2', 6500, { ...work, activityId: '1', runId: 'r2', method: 'PollActivityTaskQueue' });
    const answer = call('worker-2', 7300, {
      ...work,
      activityId: '1',
      runId: 'r2',
      method: 'RespondActivityTaskCompleted',
    });
    expect(verdict(stopped(first, second, answer))).to.equal('valid');
  });

  it('is unknown if another fault struck the worker while it stopped', () => {
    const of = {
      kind: 'fault',
      fault: 'worker-kill',
      faultId: 'second',
      component: 'worker-2',
      incarnation: 1,
    } as const;
    const strike: Dated = { ...of, step: 'injecting', atMs: 7190 };
    const own: Dated = { ...strike, fault: 'worker-stop', faultId: 'first', atMs: 6990 };
    const killed = { signal: 'SIGKILL', exitCode: null, purpose: 'fault', exitedMs: 7200 } as const;
    const judged = (...entries: readonly Dated[]): Finding =>
      stopsGracefully.judge(withLives(stopped(got, own, ...entries), 'worker-2', killed));
    expect(judged(strike).verdict).to.equal('unknown');
    expect(judged(strike).summary).to.contain('worker-kill');
    expect(judged().verdict, 'no other').to.equal('invalid');
    expect(judged({ ...strike, atMs: 7300 }).verdict, 'after its end').to.equal('invalid');
    expect(judged({ ...strike, component: 'worker-1' }).verdict, 'on another').to.equal('invalid');
    expect(judged({ ...own, step: 'injected', atMs: 7195 }).verdict, 'its own').to.equal('invalid');
    const { component: _component, incarnation: _incarnation, ...link } = strike;
    expect(judged({ ...link, link: 'temporal@worker-2', atMs: 6500 }).verdict, 'a link in force').to.equal('unknown');
    const healed = { ...link, link: 'temporal@worker-2', step: 'healed', atMs: 6800 } as const;
    expect(judged({ ...healed, step: 'injecting', atMs: 6500 }, healed).verdict, 'healed').to.equal('invalid');
    expect(verdict(stopped(got, done, own, strike)), 'answered all the same').to.equal('valid');
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
