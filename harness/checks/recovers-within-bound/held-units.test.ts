import { expect } from 'chai';
import { withEntries } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import { linkFault } from '../test-support/link-fault.ts';
import { unitRecoveries } from './unit-recovery.ts';

const run = correctRun();
/** The activity that worker-1 holds when its link fails. */
const held = { task: 'activity', workflowId: 'document-1', activityId: '2', attempt: 1 } as const;

describe('the units that a victim held', () => {
  it('are untouched where the victim went on with its original attempt, which proves no recovery', () => {
    const answered = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 5000, { ...held, method: 'RecordActivityTaskHeartbeat' }),
    );
    expect(unitRecoveries(answered)[0]).to.include({ recoveryTimeMs: null, state: 'untouched' });
  });

  it('are judged from the failure on where the victim failed after it had gone on for a while', () => {
    const failed = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 3600, { ...held, method: 'RecordActivityTaskHeartbeat' }),
      call('worker-1', 3700, { ...held, method: 'RespondActivityTaskFailed' }),
    );
    expect(unitRecoveries(failed)[0]).to.include({ recoveryTimeMs: 2570, state: 'within' });
  });

  it('include tasks that the victim got meanwhile and failed or never answered, once', () => {
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

  it('are those of this run: what a workflow left open that is not part of the evidence is none of its affairs', () => {
    const elsewhere = { task: 'activity', activityType: 'wait', activityId: '1', attempt: 1 } as const;
    const left = (workflowId: string): readonly string[] => {
      const polled = call('worker-1', 2900, { ...elsewhere, workflowId, method: 'PollActivityTaskQueue' });
      return unitRecoveries(withEntries(linkFault(6000, 6000), polled)).map(({ unit }) => unit);
    };
    expect(left('a-reference')).not.to.include('wait of a-reference, attempt 1');
    expect(left('document-2')).to.include('wait of document-2, attempt 1');
  });

  it('do not count an answer that the server refused', () => {
    const refused = withEntries(
      linkFault(6000, 6000),
      call('worker-1', 5000, { ...held, method: 'RespondActivityTaskCompleted', grpcStatus: 5 }),
    );
    expect(unitRecoveries(refused)[0]?.recoveryTimeMs).to.equal(2570);
  });

  it('include the tasks in the reply to a completed workflow task', () => {
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

  it('do not include tasks that were dispatched anew before the fault', () => {
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
});
