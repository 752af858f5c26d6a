import { expect } from 'chai';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Journal, JournalBody, JournalEntry } from '../model/journal.ts';
import { HarnessMetrics } from './harness-metrics.ts';

/** A journal whose clock stands where the test puts it. */
function journalAt(clock: { ms: number }): Journal {
  const entries: JournalEntry[] = [];
  return {
    nowMs: () => clock.ms,
    entries: () => entries,
    write: (body) => {
      const stamp = { sequence: entries.length + 1, atMs: clock.ms, time: new Date(clock.ms).toISOString() };
      const entry: JournalEntry = { ...stamp, ...body };
      entries.push(entry);
      return entry;
    },
  };
}

describe('HarnessMetrics', () => {
  let metrics: HarnessMetrics;
  let journal: Journal;
  const clock = { ms: 0 };
  const at = (ms: number, body: JournalBody): void => {
    clock.ms = ms;
    journal.write(body);
  };
  const kill = { kind: 'fault', fault: 'worker-kill', faultId: 'kill-1', component: 'worker-1' } as const;
  const life = { kind: 'component', component: 'worker-1' } as const;
  const completes = (component: string, ms: number): void =>
    at(ms, {
      kind: 'call',
      call: 1,
      component,
      incarnation: 1,
      method: 'RespondActivityTaskCompleted',
      startedMs: ms - 5,
      latencyMs: 5,
      outcome: 'answered',
      grpcStatus: 0,
      requestBytes: 1,
      replyBytes: 1,
    });
  const lines = async (name: string): Promise<readonly string[]> =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

  beforeEach(() => {
    metrics = new HarnessMetrics();
    journal = metrics.watch(journalAt(clock));
  });

  it('has a fault in force from its injection to its healing', async () => {
    at(10, { ...kill, step: 'injecting' });
    expect(await lines('chaos_faults_in_force')).to.deep.equal([]);
    at(20, { ...kill, step: 'injected' });
    const series = 'chaos_faults_in_force{fault="worker-kill",on="worker-1"}';
    expect(await lines('chaos_faults_in_force')).to.deep.equal([`${series} 1`]);
    at(30, { ...kill, step: 'healed' });
    expect(await lines('chaos_faults_in_force')).to.deep.equal([`${series} 0`]);
  });

  it('keeps a fault in force whose healing failed, and counts none that never came into force', async () => {
    at(10, { ...kill, step: 'injected' });
    at(20, { ...kill, step: 'failed', message: 'no' });
    at(30, { ...kill, faultId: 'kill-2', step: 'failed', message: 'no' });
    at(40, { ...kill, faultId: 'kill-2', step: 'healed' });
    expect((await lines('chaos_faults_in_force')).at(0)).to.match(/ 1$/);
  });

  it('measures how long a component was away', async () => {
    at(1000, { ...life, incarnation: 1, change: 'exited', purpose: 'fault' });
    expect(await lines('chaos_component_running')).to.deep.equal(['chaos_component_running{component="worker-1"} 0']);
    at(3500, { ...life, incarnation: 2, change: 'ready' });
    expect(await lines('chaos_component_running')).to.deep.equal(['chaos_component_running{component="worker-1"} 1']);
    expect(await lines('chaos_component_recovery_seconds_sum')).to.deep.equal([
      'chaos_component_recovery_seconds_sum{component="worker-1"} 2.5',
    ]);
  });

  it('has a struck worker recovered by its own first task, and after a fault of a server by that of any', async () => {
    at(1000, { ...kill, step: 'healed' });
    at(1000, { ...kill, fault: 'temporal-kill', faultId: 'kill-2', component: 'temporal', step: 'healed' });
    completes('worker-2', 2000);
    completes('worker-1', 3000);
    completes('worker-1', 9000);
    expect(await lines('chaos_fault_recovery_seconds_sum')).to.have.members([
      'chaos_fault_recovery_seconds_sum{fault="temporal-kill"} 1',
      'chaos_fault_recovery_seconds_sum{fault="worker-kill"} 2',
    ]);
  });

  it('counts calls that are held until they are let go or dropped', async () => {
    const held = { kind: 'held', call: 7, component: 'worker-1', incarnation: 1, side: 'reply', method: 'X' } as const;
    expect(await lines('chaos_held_calls')).to.have.members([
      'chaos_held_calls{side="request"} 0',
      'chaos_held_calls{side="reply"} 0',
    ]);
    at(10, { ...held, state: 'held' });
    expect(await lines('chaos_held_calls{side="reply"}')).to.deep.equal(['chaos_held_calls{side="reply"} 1']);
    at(20, { ...held, state: 'dropped' });
    expect(await lines('chaos_held_calls{side="reply"}')).to.deep.equal(['chaos_held_calls{side="reply"} 0']);
  });

  it('counts verdicts from zero on', async () => {
    metrics.judged('invalid');
    expect(await lines('chaos_verdicts_total')).to.deep.equal([
      'chaos_verdicts_total{verdict="valid"} 0',
      'chaos_verdicts_total{verdict="invalid"} 1',
      'chaos_verdicts_total{verdict="unknown"} 0',
    ]);
  });

  it('ends a whole run with no fault in force, no call held and no phase under way', async () => {
    for (const entry of correctRun().journal) metrics.heed(entry);
    for (const name of ['chaos_faults_in_force', 'chaos_held_calls', 'chaos_phase']) {
      const seen = await lines(name);
      expect(seen.length, name).to.be.greaterThan(0);
      for (const line of seen) expect(line).to.match(/ 0$/);
    }
  });
});
