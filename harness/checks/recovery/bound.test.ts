import { expect } from 'chai';
import type { Evidence } from '../../model/evidence.ts';
import { withAttributes, withEntries, withEvents, withJournal, withRows } from '../test-support/changes.ts';
import { correctRun } from '../test-support/correct-run.ts';
import { call, extractionTerms } from '../test-support/journal-builder.ts';
import { boundOf, pickUpMs } from './bound.ts';
import { backOffMs } from './detection.ts';
import { unitRecoveries } from './unit-recovery.ts';

const run = correctRun();
const terms = { detectionMs: 2000, backOffMs: 200, furtherMs: 0, absenceMs: 0, pickUpMs: 100, slackMs: 2500 };

describe('the recovery bound', () => {
  it('is the longer of loss and absence, with pick-up and slack on top', () => {
    expect(boundOf(terms)).to.equal(4800);
    expect(boundOf({ ...terms, furtherMs: 2400 })).to.equal(7200);
    expect(boundOf({ ...terms, absenceMs: 9000 })).to.equal(11_600);
    expect(boundOf({ ...terms, detectionMs: null })).to.equal(null);
  });

  it('lets the back-off grow with the attempts, up to its maximum', () => {
    expect([1, 2, 3, 4, 5, 9].map((attempt) => backOffMs(extractionTerms, attempt))).to.deep.equal([
      200, 400, 800, 1600, 2000, 2000,
    ]);
    expect(backOffMs(null, 3)).to.equal(0);
  });

  it('takes what is left of start-to-close where an activity has no heartbeat', () => {
    const silent = withTerms({ heartbeatTimeoutMs: null, startToCloseTimeoutMs: 5000 });
    // Handed out at 3210, struck at 3430.
    expect(unitRecoveries(silent)[0]?.terms.detectionMs).to.equal(4780);
    const tight = withTerms({ heartbeatTimeoutMs: 2000, startToCloseTimeoutMs: 1000 });
    expect(unitRecoveries(tight)[0]?.terms.detectionMs).to.equal(780);
  });

  it('takes the workflow task timeout from the event history', () => {
    const slow = withEvents(run, 'document-2', (event) =>
      event.eventId === '1' ? withAttributes(event, { workflowTaskTimeout: '10s' }) : event,
    );
    expect(unitRecoveries(slow)[1]?.terms.detectionMs).to.equal(10_000);
  });

  it('measures the pick-up in the baseline only, and never takes it for less than 100 ms', () => {
    expect(pickUpMs(run)).to.equal(100);
    const canary = { task: 'workflow', workflowId: 'canary-2', startedEventId: '3' } as const;
    const slow = withEntries(
      run,
      call('worker-1', 2200, { ...canary, method: 'PollWorkflowTaskQueue' }),
      call('worker-1', 2510, { ...canary, method: 'RespondWorkflowTaskCompleted', startedMs: 2500 }),
    );
    expect(pickUpMs(slow)).to.equal(300);
    expect(pickUpMs(withJournal(slow, (entry) => (entry.kind === 'phase' ? null : entry)))).to.equal(100);
  });
});

describe('the absence', () => {
  it('of a link fault is the outage and as much again to reconnect, at most 12 s', () => {
    expect(unitRecoveries(linkFault(6000, 6000))[0]?.terms.absenceMs).to.equal(12_000);
    expect(unitRecoveries(linkFault(20_000, 20_000))[0]?.terms.absenceMs).to.equal(32_000);
  });

  it('of a link fault is never longer than planned', () => {
    expect(unitRecoveries(linkFault(9000, 2000))[0]?.terms.absenceMs).to.equal(4000);
  });

  it('holds up the work of every worker where a server was struck', () => {
    const server = withJournal(run, (entry) =>
      entry.kind === 'fault' ? { ...entry, component: 'temporal', incarnation: 1 } : entry,
    );
    const other = withEntries(
      server,
      call('worker-2', 3300, {
        task: 'workflow',
        workflowId: 'document-1',
        startedEventId: '3',
        method: 'PollWorkflowTaskQueue',
      }),
    );
    const units = unitRecoveries(other).map(({ unit }) => unit);
    expect(units).to.include('extractPages of document-1, attempt 1');
    expect(units).to.include('workflow task of document-1 (event 3)');
  });
});

describe('the units that a victim held', () => {
  it('are untouched where the victim went on with its original attempt, which proves no recovery', () => {
    const answered = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 5000, {
        task: 'activity',
        workflowId: 'document-1',
        activityId: '2',
        attempt: 1,
        method: 'RecordActivityTaskHeartbeat',
      }),
    );
    expect(unitRecoveries(answered)[0]).to.include({ recoveryTimeMs: null, state: 'untouched' });
  });

  it('are judged from the failure on where the victim failed after it had gone on for a while', () => {
    const own = { task: 'activity', workflowId: 'document-1', activityId: '2', attempt: 1 } as const;
    const failed = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 3600, { ...own, method: 'RecordActivityTaskHeartbeat' }),
      call('worker-1', 3700, { ...own, method: 'RespondActivityTaskFailed' }),
    );
    expect(unitRecoveries(failed)[0]).to.include({ recoveryTimeMs: 2570, state: 'within' });
  });

  it('include what was handed to the victim meanwhile and failed or was never answered, once', () => {
    const save = {
      task: 'activity',
      workflowId: 'document-2',
      activityType: 'saveCheckpoint',
      activityId: '1',
      terms: extractionTerms,
    } as const;
    const polled = { ...save, method: 'PollActivityTaskQueue' };
    const failing = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 4000, { ...polled, attempt: 1 }),
      call('worker-1', 4100, { ...save, attempt: 1, method: 'RespondActivityTaskFailed' }),
      call('worker-1', 4400, { ...polled, attempt: 2 }),
      call('worker-1', 4500, { ...save, attempt: 2, method: 'RespondActivityTaskFailed' }),
      call('worker-2', 5000, { ...polled, attempt: 3 }),
      call('worker-2', 5100, { ...save, attempt: 3, method: 'RespondActivityTaskCompleted' }),
    );
    const saves = unitRecoveries(failing).filter(({ unit }) => unit.startsWith('saveCheckpoint'));
    expect(saves.map(({ unit, recoveryTimeMs, state }) => [unit, recoveryTimeMs, state])).to.deep.equal([
      ['saveCheckpoint of document-2, attempt 1', 1000, 'within'],
    ]);
    const answered = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 4000, { ...polled, attempt: 1 }),
      call('worker-1', 4100, { ...save, attempt: 1, method: 'RespondActivityTaskCompleted' }),
    );
    expect(unitRecoveries(answered).some(({ unit }) => unit.startsWith('saveCheckpoint'))).to.equal(false);
  });

  it('do not count an answer that the server refused', () => {
    const refused = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 5000, {
        task: 'activity',
        workflowId: 'document-1',
        activityId: '2',
        attempt: 1,
        method: 'RespondActivityTaskCompleted',
        grpcStatus: 5,
      }),
    );
    expect(unitRecoveries(refused)[0]?.recoveryTimeMs).to.equal(2570);
  });

  it('include what the reply to a completed workflow task handed out', () => {
    const eager = {
      task: 'activity',
      workflowId: 'document-2',
      activityType: 'embedPages',
      activityId: '9',
      attempt: 1,
      terms: extractionTerms,
    } as const;
    const inside = withEntries(
      run,
      call('worker-1', 3400, {
        method: 'RespondWorkflowTaskCompleted',
        task: 'workflow',
        workflowId: 'document-2',
        startedEventId: '2',
        handedOut: [eager],
      }),
    );
    expect(unitRecoveries(inside).map(({ unit }) => unit)).to.include('embedPages of document-2, attempt 1');
  });

  it('do not include what was handed out anew before the fault', () => {
    const again = {
      task: 'activity',
      workflowId: 'document-1',
      activityType: 'extractPages',
      activityId: '2',
      attempt: 2,
    } as const;
    const lost = withEntries(
      run,
      call('worker-2', 3425, { ...again, method: 'PollActivityTaskQueue', terms: extractionTerms }),
    );
    expect(unitRecoveries(lost).map(({ unit }) => unit)).to.deep.equal(['workflow task of document-2 (event 3)']);
  });

  it('include workflow tasks that waited in its sticky queue, by the sticky timeout', () => {
    const sticky = { taskQueue: { name: 'sticky-1', kind: 'TASK_QUEUE_KIND_STICKY' } };
    const waiting = withRows(run, 'eventHistories', (rows) =>
      rows.map((row) => {
        const [first] = row.events;
        if (first === undefined || row.workflowId !== 'document-1') return row;
        const eventType = 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED';
        return {
          ...row,
          events: [
            ...row.events,
            { ...first, eventId: '900', eventType, workflowExecutionStartedEventAttributes: sticky },
          ],
        };
      }),
    );
    const polled = withEntries(
      waiting,
      call('worker-1', 3300, {
        method: 'PollWorkflowTaskQueue',
        taskQueue: 'sticky-1',
        grpcStatus: null,
        outcome: 'cancelled',
      }),
      call('worker-1', 3310, { method: 'RespondWorkflowTaskCompleted', stickyScheduleToStartMs: 1000 }),
    );
    const unit = unitRecoveries(polled).find((one) => one.unit.includes('sticky'));
    expect(unit?.terms.detectionMs).to.equal(1000);
    const shared = withEntries(
      polled,
      call('worker-2', 3300, { method: 'PollWorkflowTaskQueue', taskQueue: 'sticky-1' }),
    );
    expect(unitRecoveries(shared).some((one) => one.unit.includes('sticky'))).to.equal(false);
  });
});

function withTerms(
  change: Partial<typeof extractionTerms> | { heartbeatTimeoutMs: null; startToCloseTimeoutMs: number },
): Evidence {
  return withJournal(run, (entry) =>
    entry.kind === 'call' && entry.component === 'worker-1' && entry.terms !== undefined
      ? { ...entry, terms: { ...entry.terms, ...change } }
      : entry,
  );
}

/** The run with a fault of worker-1's link to Temporal instead, that lasted and was to last so long. */
function linkFault(lastedMs: number, plannedMs: number): Evidence {
  const schedule = run.plan.schedule.map((planned) => ({ ...planned, healAfterMs: plannedMs }));
  const linked = withJournal({ ...run, plan: { ...run.plan, schedule } }, (entry) => {
    if (entry.kind !== 'fault' || entry.component === undefined) return entry;
    const atMs = entry.step === 'healed' ? 3430 + lastedMs : entry.atMs;
    return { ...entry, atMs, link: 'temporal@worker-1' };
  });
  return linked;
}
