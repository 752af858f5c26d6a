import { expect } from 'chai';
import { withEntries, withJournal, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { delayed, isRescue, termOf } from '../test-support/late-rescue.ts';
import { boundOf, pickUpMs } from './bound.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const run = correctRun();
const terms = {
  detectionMs: 2000,
  backOffMs: 200,
  furtherMs: 0,
  absenceMs: 0,
  afterAbsenceMs: 0,
  slotMs: 0,
  pickUpMs: 100,
  slackMs: 2500,
};

describe('the recovery bound', () => {
  it('is the longer of loss and absence, with pick-up and slack on top', () => {
    expect(boundOf(terms)).to.equal(4800);
    expect(boundOf({ ...terms, furtherMs: 2400 })).to.equal(7200);
    expect(boundOf({ ...terms, absenceMs: 9000 })).to.equal(11_600);
    expect(boundOf({ ...terms, absenceMs: 9000, slotMs: 500 })).to.equal(12_100);
    const twice = { furtherMs: 2400, afterAbsenceMs: 2400 };
    expect(boundOf({ ...terms, ...twice }), 'the loss took longer').to.equal(7200);
    expect(boundOf({ ...terms, ...twice, absenceMs: 9000 })).to.equal(14_000);
    expect(boundOf({ ...terms, detectionMs: null })).to.equal(null);
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

describe('recovers-within-bound: what later attempts cost', () => {
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  it('takes a dispatch without any report for no progress, and allows its timeout once more', () => {
    const deaf = withEntries(
      delayed(3000),
      call('worker-1', 5700, {
        ...extraction,
        attempt: 2,
        method: 'PollActivityTaskQueue',
        terms: extractionTerms,
        outcome: 'broken',
      }),
    );
    const third = withJournal(deaf, (entry) => (isRescue(entry) ? { ...entry, attempt: 3 } : entry));
    expect(judge(third).verdict).to.equal('valid');
    expect(termOf(judge(third), 'furtherMs')).to.equal(3400);
  });

  it('allows the timeout once more for an attempt that only its number betrays', () => {
    const third = withJournal(delayed(3000), (entry) => (isRescue(entry) ? { ...entry, attempt: 3 } : entry));
    expect(judge(third).verdict).to.equal('valid');
    expect(termOf(judge(third), 'furtherMs')).to.equal(3400);
  });

  it('allows the timeout once more for an attempt that a second fault took from the worker that had taken over', () => {
    const [first] = run.plan.schedule;
    const schedule = first === undefined ? [] : [first, { ...first, id: 'second' }];
    const second = { kind: 'fault', fault: 'worker-kill', faultId: 'second', component: 'worker-3' } as const;
    const taken = call('worker-3', 5700, {
      ...extraction,
      attempt: 2,
      method: 'PollActivityTaskQueue',
      terms: extractionTerms,
    });
    const again = withEntries(
      withJournal(delayed(3000), (entry) => (isRescue(entry) ? { ...entry, attempt: 3 } : entry)),
      taken,
    );
    expect(termOf(judge(again), 'furtherMs'), 'nothing struck that worker').to.equal(1400);
    const struck = withEntries(
      withPlan(again, { schedule }),
      { ...second, incarnation: 1, step: 'injected', atMs: 5800 },
      { ...second, incarnation: 1, step: 'healed', atMs: 7800 },
    );
    expect(termOf(judge(struck), 'furtherMs')).to.equal(3400);
    const alone = withJournal(struck, (entry) => {
      if (entry.kind !== 'call' || entry.method !== 'PollActivityTaskQueue' || entry.atMs < 6000) return entry;
      return isRescue(entry) ? { ...entry, startedMs: 10_200 } : null;
    });
    expect(termOf(judge(alone), 'furtherMs'), 'no worker asked for work before 10.2 s').to.equal(4500);
  });

  it('takes a failed attempt for no progress while the server retries', () => {
    const failed = { ...extraction, attempt: 2, terms: extractionTerms };
    const third = withEntries(
      withJournal(delayed(5000), (entry) => (isRescue(entry) ? { ...entry, attempt: 3 } : entry)),
      call('worker-2', 5700, { ...failed, method: 'PollActivityTaskQueue' }),
      call('worker-2', 5720, { ...failed, method: 'RespondActivityTaskFailed' }),
    );
    expect(judge(third).verdict).to.equal('invalid');
    expect(termOf(judge(third), 'furtherMs')).to.equal(1415);
  });
});
