import { expect } from 'chai';
import { withEntries, withJournal } from '../../contracts/sample-run/changes.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call, extraction, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { delayed, isRescue, statesOf, termOf } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const taskQueue = 'documents';
const other = { task: 'activity', workflowId: 'document-9', activityType: 'extractPages', activityId: '2' } as const;
const polled = { method: 'PollActivityTaskQueue', taskQueue, terms: extractionTerms } as const;

/** The extraction is offered anew at 5650, and worker-2, which has one slot, takes it at 11 000. */
function crowded({
  answeredMs = 10_900,
  offered = true,
}: {
  readonly answeredMs?: number;
  readonly offered?: boolean;
} = {}): Evidence {
  const late = withJournal(delayed(5000), (entry) => {
    if (entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'exited') return null;
    if (!isRescue(entry) || entry.kind !== 'call' || entry.method !== 'PollActivityTaskQueue') return entry;
    return { ...entry, taskQueue, startedMs: 10_950, ...(offered && { scheduledTime: timeAt(5650) }) };
  });
  return withEntries(
    late,
    // It was there all the time: workers were not absent.
    call('worker-2', 3440, { method: 'PollActivityTaskQueue', taskQueue: 'greetings', startedMs: 3431 }),
    call('worker-2', 3100, { ...other, ...polled, attempt: 1, startedMs: 3000, scheduledTime: timeAt(3050) }),
    call('worker-2', answeredMs, { ...other, attempt: 1, method: 'RespondActivityTaskCompleted' }),
  );
}

describe('recovers-within-bound: fewer slots than work', () => {
  it('allows the time in which the one worker had its hands full', () => {
    const finding = recoversWithinBound.judge(crowded());
    expect(finding.verdict).to.equal('valid');
    expect(termOf(finding, 'slotMs')).to.equal(5300);
  });

  it('is invalid where the worker held nothing, or the server offered the task too late', () => {
    expect(statesOf(recoversWithinBound.judge(crowded({ answeredMs: 3500 })))[0]).to.equal('late');
    const offeredLate = withJournal(crowded(), (entry) =>
      isRescue(entry) && entry.kind === 'call' && entry.scheduledTime !== undefined
        ? { ...entry, scheduledTime: timeAt(10_000) }
        : entry,
    );
    const finding = recoversWithinBound.judge(offeredLate);
    expect(statesOf(finding)[0]).to.equal('late');
    expect(termOf(finding, 'slotMs')).to.equal(950);
  });

  it('is invalid where a poll was open meanwhile: that worker had a free slot', () => {
    const idle = call('worker-1', 11_500, { ...polled, incarnation: 2, startedMs: 5700, grpcStatus: null });
    const finding = recoversWithinBound.judge(withEntries(crowded(), idle));
    expect(statesOf(finding)[0]).to.equal('late');
    expect(termOf(finding, 'slotMs')).to.equal(50);
    const elsewhere = withEntries(crowded(), { ...idle, taskQueue: 'greetings' });
    expect(statesOf(recoversWithinBound.judge(elsewhere))[0]).to.equal('within');
  });

  it('takes a poll that brought another task, which had waited already, for no free slot', () => {
    const next = { ...other, workflowId: 'document-8', attempt: 1 };
    const brought = call('worker-1', 6500, {
      ...polled,
      ...next,
      incarnation: 2,
      startedMs: 5700,
      scheduledTime: timeAt(5600),
    });
    const answer = call('worker-1', 10_900, { ...next, incarnation: 2, method: 'RespondActivityTaskCompleted' });
    expect(termOf(recoversWithinBound.judge(withEntries(crowded(), brought, answer)), 'slotMs')).to.equal(5300);
  });

  it('judges a journal that does not say since when the task was offered as before', () => {
    expect(statesOf(recoversWithinBound.judge(crowded({ offered: false })))[0]).to.equal('late');
  });

  it('counts no slot of the dead: what the victim held fills none', () => {
    const alone = withJournal(crowded({ answeredMs: 3500 }), (entry) =>
      entry.kind === 'call' && entry.component === 'worker-1' && entry.method === 'PollActivityTaskQueue'
        ? { ...entry, taskQueue }
        : entry,
    );
    expect(statesOf(recoversWithinBound.judge(alone))[0]).to.equal('late');
  });
});

describe('recovers-within-bound: a back-off that the failure asks for', () => {
  it('counts the nextRetryDelay of a failed attempt instead of its retry policy', () => {
    const failing = { ...extraction, attempt: 2, terms: extractionTerms };
    const again = withEntries(
      withJournal(delayed(12_000), (entry) => (isRescue(entry) ? { ...entry, attempt: 3 } : entry)),
      call('worker-2', 5700, { ...failing, method: 'PollActivityTaskQueue' }),
      call('worker-2', 5720, { ...failing, method: 'RespondActivityTaskFailed', nextRetryDelayMs: 12_000 }),
    );
    const finding = recoversWithinBound.judge(again);
    expect(finding.verdict).to.equal('valid');
    expect(termOf(finding, 'furtherMs')).to.equal(13_015);
  });

  it('counts it too where the victim itself reported the failure', () => {
    const asked = call('worker-1', 3600, {
      ...extraction,
      attempt: 1,
      method: 'RespondActivityTaskFailed',
      nextRetryDelayMs: 10_000,
    });
    const finding = recoversWithinBound.judge(withEntries(delayed(7000), asked));
    expect(termOf(finding, 'backOffMs')).to.equal(10_000);
    expect(statesOf(finding)[0]).to.equal('within');
  });
});
