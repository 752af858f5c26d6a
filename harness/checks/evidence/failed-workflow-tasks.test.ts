import { expect } from 'chai';
import { violationsOf, withEntries, withEvents, withHistory, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { renamed } from '../../contracts/sample-run/history-events.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import { attributesOf, eventTypeOf, type HistoryEvent, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { eventHistoryWellFormed } from '../event-history-well-formed/event-history-well-formed.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => eventHistoryWellFormed.judge(evidence);

describe('event-history-well-formed: failed workflow tasks', () => {
  it('is invalid where a workflow task failed because of replayed code, though another was completed later', () => {
    const finding = judge(failedTask('NON_DETERMINISTIC_ERROR'));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['workflow-task']);
  });

  it('remarks a workflow task that failed and was done again, and is invalid where none was completed later', () => {
    for (const cause of [
      'WORKFLOW_WORKER_UNHANDLED_FAILURE',
      'RESET_STICKY_TASK_QUEUE',
      'RESET_WORKFLOW',
      'UNSPECIFIED',
    ]) {
      const finding = judge(failedTask(cause));
      expect(finding.verdict, cause).to.equal('valid');
      expect(finding.summary).to.contain('1 failed workflow task done again');
      expect(finding.exhibits[0]).to.deep.include({ workflowId: 'document-2', remark: 'It was done again.' });
      const stuck = withHistory(failedTask(cause), 'document-2', (history) => ({
        ...history,
        events: history.events.slice(0, history.events.findIndex((event) => isFailure(event)) + 1),
      }));
      expect(violationsOf(judge(stuck)), cause).to.deep.equal(['end', 'workflow-task']);
    }
  });

  it('is silent about a workflow task that the server closed because the execution was terminated, and only then', () => {
    const closed = failedTask('FORCE_CLOSE_COMMAND');
    const cut = withHistory(closed, 'document-2', (history) => {
      const upTo = history.events.findIndex((event) => isFailure(event)) + 1;
      const eventId = String(upTo + 1);
      const end = { eventId, eventTime: history.events[upTo]?.eventTime ?? '' };
      const terminated = { ...end, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED' };
      return { ...history, events: [...history.events.slice(0, upTo), terminated] };
    });
    expect(violationsOf(judge(cut))).to.deep.equal([]);
    const open = withEvents(cut, 'document-2', (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_TERMINATED' ? null : event,
    );
    expect(violationsOf(judge(open))).to.include('workflow-task');
  });

  it('is silent about a command that came too late', () => {
    const finding = judge(failedTask('UNHANDLED_COMMAND'));
    expect(finding.summary).to.contain('no failed workflow task');
    expect(finding.exhibits).to.deep.equal([]);
  });

  it('takes a failed workflow task for the fault where the plan says that the version breaks, and only then', () => {
    const failed = failedTask('NON_DETERMINISTIC_ERROR');
    const task = run.eventHistories.state === 'collected' ? run.eventHistories.rows[1] : undefined;
    const timedOut = task?.events.find((event) => eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT');
    const startedEventId = textAttribute(timedOut ?? expect.fail('there is none'), 'startedEventId') ?? '';
    const deployed = (breaks: boolean, by: string): Evidence => {
      const schedule = run.plan.schedule.map((planned) => ({ ...planned, params: { version: 'v2', breaks } }));
      const spawned = {
        kind: 'component',
        component: 'worker-3',
        incarnation: 1,
        change: 'spawned',
        version: 'v2',
      } as const;
      const answer = { method: 'RespondWorkflowTaskFailed', workflowId: 'document-2', startedEventId };
      return withEntries(withPlan(failed, { schedule }), { ...spawned, atMs: 3500 }, call(by, 3600, answer));
    };
    expect(judge(deployed(true, 'worker-3')).verdict).to.equal('valid');
    expect(judge(deployed(false, 'worker-3')).verdict, 'not known to break').to.equal('invalid');
    expect(judge(deployed(true, 'worker-2')).verdict, 'by another version').to.equal('invalid');
  });
});

/** The run whose timed-out workflow task failed instead. */
function failedTask(cause: string): Evidence {
  return withEvents(run, 'document-2', (event) =>
    eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT'
      ? {
          ...renamed(event, 'WORKFLOW_TASK_FAILED'),
          workflowTaskTimedOutEventAttributes: { ...attributesOf(event), cause: `WORKFLOW_TASK_FAILED_CAUSE_${cause}` },
        }
      : event,
  );
}

function isFailure(event: HistoryEvent): boolean {
  return eventTypeOf(event) === 'WORKFLOW_TASK_FAILED';
}
