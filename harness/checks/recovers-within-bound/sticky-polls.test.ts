import { expect } from 'chai';
import { withEntries, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isCall } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';
import { unitRecoveries } from './unit-recovery.ts';

const STICKY = 'sticky-of-worker-2';
const held = { task: 'workflow', workflowId: 'document-9', startedEventId: '3', attempt: 1 } as const;

/**
 * The lost workflow task is offered anew at 5400 in the queue `documents`. A poll of worker-2's sticky queue, open since
 * 6000, brings it at 10 400. Until 10 000 worker-2 holds another task of `documents`.
 */
function byStickyPoll(offeredIn: string): Evidence {
  const late = withJournal(correctRun(), (entry) => {
    if (entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'exited') return null;
    if (entry.kind !== 'call' || !isCall(entry, 'document-2', '6')) return entry;
    if (entry.method !== 'PollWorkflowTaskQueue') return { ...entry, startedMs: 10_405, atMs: 10_410 };
    return { ...entry, atMs: 10_400, startedMs: 6000, taskQueue: STICKY, scheduledTime: timeAt(5400) };
  });
  const method = 'PollWorkflowTaskQueue';
  return withEntries(
    late,
    call('worker-2', 5300, { ...held, method, taskQueue: offeredIn, startedMs: 5200, scheduledTime: timeAt(5250) }),
    call('worker-2', 10_000, { ...held, method: 'RespondWorkflowTaskCompleted' }),
  );
}

describe('recovers-within-bound: a task of the normal queue that a sticky poll brought', () => {
  const recoveryOf = (evidence: Evidence): object | undefined =>
    unitRecoveries(evidence).find(({ unit }) => unit === 'workflow task of document-2 (event 3)');

  it('waited for a slot of the queue in which it was scheduled, even while a poll of a sticky queue is open', () => {
    expect(recoveryOf(byStickyPoll('documents'))).to.deep.include({ state: 'within', recoveryTimeMs: 6970 });
    expect(recoversWithinBound.judge(byStickyPoll('documents')).verdict).to.equal('valid');
  });

  it('is late if its own queue had no one at work', () => {
    expect(recoveryOf(byStickyPoll('greetings'))).to.include({ state: 'late' });
  });
});
