import { expect } from 'chai';
import {
  withEntries,
  withEvents,
  withJournal,
  withoutBook,
  withoutEvents,
  withPlan,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Moment } from '../../model/moment.ts';
import type { PlannedFault } from '../../model/plan.ts';
import { faultLanded } from './fault-landed.ts';

// In the sample run the moment came at 3410 ms: worker-1 holds the extraction and a workflow task of document-2.
const run = correctRun();
const named = { role: 'component', name: 'worker-1' } as const;
const planned = (at: Moment, target: PlannedFault['target'] = named): typeof run =>
  withPlan(run, { schedule: run.plan.schedule.map((one) => ({ ...one, at, target })) });
const told = (evidence: typeof run): string => {
  const { verdict, summary } = faultLanded.judge(evidence);
  return `${verdict}: ${summary}`;
};
const atEvent = (eventType: string, nth: number): Moment => {
  return { kind: 'event', workflowId: 'document-1', eventType, nth };
};
const atCheckpoint = (stage: string): Moment => ({ kind: 'checkpoint', workflowId: 'document-1', stage });

describe('the moment of an event', () => {
  const scheduled = atEvent('ACTIVITY_TASK_SCHEDULED', 2);

  it('is the one that the event history has at that time', () => {
    expect(told(planned(scheduled))).to.contain('valid');
    expect(told(planned(scheduled, { role: 'holder', activityType: 'extractPages' }))).to.match(/^valid/);
  });

  it('is not one that the event history lacks, or that came later', () => {
    expect(told(planned(atEvent('ACTIVITY_TASK_SCHEDULED', 999)))).to.match(/^unknown.*has no ACTIVITY_TASK_SCHEDULED/);
    expect(told(planned(atEvent('WORKFLOW_EXECUTION_COMPLETED', 1)))).to.match(/^unknown.*3400 ms before/);
  });

  it('is not one that was long over, unless the fault had to wait for another', () => {
    const early = withEvents(planned(scheduled), 'document-1', (event) => ({ ...event, eventTime: timeAt(500) }));
    expect(told(early), 'counted from the injection phase').to.match(/^valid/);
    const phaseAt0 = withJournal(early, (entry) =>
      entry.kind === 'phase' && entry.phase === 'injection' ? { ...entry, atMs: 0, time: timeAt(0) } : entry,
    );
    expect(told(phaseAt0)).to.match(/^unknown.*2910 ms after/);
  });

  it("can't be verified without the event history", () => {
    expect(told(withoutBook(planned(scheduled), 'eventHistories'))).to.match(/^unknown.*can't be verified/);
    const other = { ...scheduled, workflowId: 'document-9' } as Moment;
    expect(told(planned(other))).to.match(/^unknown.*no event history/);
  });
});

describe('the moment of ends', () => {
  const ends = (...workflowIds: string[]): Moment => ({ kind: 'ended', workflowIds });
  const endedAt = (atMs: number): typeof run =>
    withEvents(planned(ends('document-1')), 'document-1', (event) => {
      return event.eventType.endsWith('EXECUTION_COMPLETED') ? { ...event, eventTime: timeAt(atMs) } : event;
    });

  it('is the time at which the last of them has ended', () => {
    expect(told(endedAt(3400))).to.match(/^valid/);
    expect(told(endedAt(9000))).to.match(/^unknown.*before the end of document-1/);
  });

  it('is none if one of them has not ended, or was not there', () => {
    expect(told(withoutEvents(endedAt(3400), 'document-1', 'WORKFLOW_EXECUTION_COMPLETED'))).to.match(
      /^unknown.*has no end of document-1/,
    );
    expect(told(planned(ends('document-1', 'document-9')))).to.match(/^unknown/);
    expect(told(withoutBook(endedAt(3400), 'eventHistories'))).to.match(/^unknown.*can't be verified/);
  });
});

describe('the moment of a checkpoint', () => {
  it('is one with a row that its activity wrote at that time', () => {
    expect(told(planned(atCheckpoint('received')))).to.match(/^valid/);
    const local = withoutEvents(planned(atCheckpoint('received')), 'document-1', 'ACTIVITY_TASK_SCHEDULED');
    expect(told(local), 'a local activity has no event').to.match(/^valid/);
  });

  it('is not one without a row, or that was written later', () => {
    expect(told(planned(atCheckpoint('shipped')))).to.match(/^unknown.*no row is checkpoint shipped/);
    expect(told(planned(atCheckpoint('published')))).to.match(/^unknown.*before checkpoint published/);
  });

  it("can't be verified without the books", () => {
    expect(told(withoutBook(planned(atCheckpoint('received')), 'checkpoints'))).to.match(/^unknown.*can't be verified/);
    expect(told(withoutBook(planned(atCheckpoint('received')), 'eventHistories'))).to.match(/^unknown.*can't be dated/);
  });
});

describe('the moment of a call', () => {
  const heartbeat = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 2 } as const;
  const progress = (atLeast: number, atMost: number): Moment => {
    return { ...heartbeat, nth: 1, progress: { path: 'pagesDone', atLeast, atMost } };
  };

  it('is the n-th of them', () => {
    expect(told(planned(heartbeat))).to.match(/^valid/);
    for (const nth of [1, 3, 50]) expect(told(planned({ ...heartbeat, nth }))).to.match(/^unknown.*no\. 2, not no\. /);
  });

  it('counts from the healing of the fault that it waited for', () => {
    const first = { kind: 'fault', fault: 'worker-kill', faultId: 'first', step: 'healed', atMs: 3350 } as const;
    const after = withPlan(run, { schedule: run.plan.schedule.map((one) => ({ ...one, after: 'first' })) });
    expect(told(after), 'it is not known when that was').to.match(/^unknown.*since when/);
    expect(told(withEntries(after, first))).to.match(/^unknown.*no\. 1, not no\. 2/);
  });

  it('leaves open which of two replies that were under way together came first', () => {
    const other = { ...extraction, activityId: '8', attempt: 1, method: 'RecordActivityTaskHeartbeat' };
    const both = withEntries(run, call('worker-1', 3450, { ...other, startedMs: 3400 }));
    expect(told(both)).to.match(/^valid/);
    const schedule = run.plan.schedule.map((one) => ({ ...one, at: { ...heartbeat, nth: 3 } }));
    expect(told(withPlan(both, { schedule }))).to.match(/^valid/);
  });

  it('has the planned progress', () => {
    expect(told(planned(progress(2, 2)))).to.match(/^valid/);
    expect(told(planned(progress(7, 7)))).to.match(/^unknown.*"pagesDone":2.*not the planned progress/);
  });

  it("can't be verified without the call's own entry", () => {
    const held = entriesOf(run.journal, 'held')[0]?.call;
    const cut = withJournal(run, (entry) => (entry.kind === 'call' && entry.call === held ? null : entry));
    expect(told(cut)).to.match(/^unknown.*is not in the journal/);
  });
});

describe('the holder of a task', () => {
  const at = { kind: 'elapsed', ms: 410 } as const;
  const holding = (target: object): typeof run => planned(at, { role: 'holder', ...target });

  it('is the worker that had got it and not answered it', () => {
    expect(told(holding({ workflowId: 'document-1', activityType: 'extractPages' }))).to.match(/^valid/);
    expect(told(holding({ workflowId: 'document-2' }))).to.match(/^valid/);
  });

  it('is none that held nothing of the kind, had answered it, or had lost it to another', () => {
    expect(told(holding({ activityType: 'publish' }))).to.match(/^unknown.*did not hold publish/);
    const extracting = holding({ activityType: 'extractPages' });
    const task = { ...extraction, attempt: 1 };
    const answer = call('worker-1', 3300, { ...task, method: 'RespondActivityTaskCompleted' });
    expect(told(withEntries(extracting, answer))).to.match(/^unknown.*did not hold extractPages/);
    const again = call('worker-2', 3350, { ...extraction, attempt: 2, method: 'PollActivityTaskQueue' });
    expect(told(withEntries(extracting, again))).to.match(/^unknown.*did not hold extractPages/);
  });

  it('is of the fleet that the target names', () => {
    expect(told(holding({ workflowId: 'document-2', fleet: 'workers' }))).to.match(/^valid/);
    expect(told(holding({ fleet: 'mail' }))).to.match(/^unknown.*did not hold a task in the fleet mail/);
  });

  it('may be of another fleet than the caller at its moment, and is the caller if that is of its fleet', () => {
    const heartbeat = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 2 } as const;
    const callOf = (component: string, fleet: string): string =>
      told(
        withJournal(planned(heartbeat, { role: 'holder', fleet }), (entry) =>
          entry.kind === 'held' ? { ...entry, component } : entry,
        ),
      );
    expect(callOf('worker-1', 'workers')).to.match(/^valid/);
    expect(callOf('worker-mail-1', 'workers')).to.match(/^valid/);
    expect(callOf('worker-2', 'workers')).to.match(/^unknown.*of its victim was held/);
  });

  it('is none that only answers a query', () => {
    const query = withJournal(holding({ workflowId: 'document-2' }), (entry) =>
      entry.kind === 'call' && entry.workflowId === 'document-2' && entry.startedEventId === '3'
        ? { ...entry, startedEventId: undefined }
        : entry,
    );
    expect(told(query)).to.match(/^unknown.*did not hold a task of document-2/);
  });
});
