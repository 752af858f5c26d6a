import { expect } from 'chai';
import { withEntries, withEvents, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, lostWorkflowTask } from '../../contracts/sample-run/journal-builder.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import { isCall, isRescue } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

describe('recovers-within-bound: work that was given up', () => {
  it('says which unit was lost and not needed any more, where none had to recover', () => {
    const run = correctRun();
    const unseen = withJournal(run, (entry) => (isRescue(entry) || isCall(entry, 'document-2', '6') ? null : entry));
    const answered = withEntries(
      unseen,
      call('worker-1', 3401, { ...lostWorkflowTask, method: 'RespondWorkflowTaskCompleted' }),
    );
    const givenUp = withEvents(answered, 'document-1', (event) =>
      eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED'
        ? { ...event, eventType: 'EVENT_TYPE_ACTIVITY_TASK_CANCELED' }
        : event,
    );
    const { verdict, summary } = recoversWithinBound.judge(givenUp);
    expect(verdict).to.equal('unknown');
    expect(summary).to.contain(
      'first extractPages of document-1, attempt 1: Its workflow ended as expected without it',
    );
  });
});
