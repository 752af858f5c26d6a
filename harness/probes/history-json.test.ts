import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { expect } from 'chai';
import { historyFromJson, historyToJson, withTodaysEnums } from './history-json.ts';

const { temporal } = proto;
const { EventType, WorkflowTaskFailedCause } = temporal.api.enums.v1;

const history = temporal.api.history.v1.History.fromObject({
  events: [
    {
      eventId: 1,
      eventTime: { seconds: 1_700_000_000, nanos: 5_000_000 },
      eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: 'charge' },
        taskQueue: { name: 'orders', kind: 'TASK_QUEUE_KIND_NORMAL' },
        input: { payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"a":1}') }] },
        workflowTaskTimeout: { seconds: 2, nanos: 500_000_000 },
        attempt: 1,
      },
    },
    {
      eventId: 2,
      eventType: EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
      workflowTaskFailedEventAttributes: {
        cause: WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
        failure: { message: 'no', cause: { message: 'deeper', applicationFailureInfo: { type: 'T' } } },
      },
    },
  ],
});

describe('an event history in JSON', () => {
  it("is written as the SDK's own function writes it", () => {
    expect(historyToJson(history)).to.deep.equal(JSON.parse(historyToJSON(history)));
  });

  it("is read as the SDK's own function reads it", () => {
    const json = JSON.parse(historyToJSON(history)) as unknown;
    expect(historyFromJson(json)).to.deep.equal(historyFromJSON(json));
  });

  it('is read from a newer server, without the fields that are not known yet', () => {
    const [event] =
      historyFromJson({ events: [{ eventId: '1', invented: {}, eventType: 'EVENT_TYPE_INVENTED' }] }).events ?? [];
    expect(String(event?.eventId)).to.equal('1');
  });

  it('may spell enums as older tools did, at every depth', () => {
    const event = (eventType: string, kind: string, encoding: string): unknown => ({
      eventType,
      workflowExecutionStartedEventAttributes: {
        taskQueue: { name: 'Normal', kind },
        header: { fields: { Normal: { metadata: { encoding } } } },
      },
    });
    const old = { events: [event('WorkflowExecutionStarted', 'Sticky', 'Normal')] };
    const today = event('EVENT_TYPE_WORKFLOW_EXECUTION_STARTED', 'TASK_QUEUE_KIND_STICKY', 'Normal');
    expect(withTodaysEnums(old)).to.deep.equal({ events: [today] });
    expect(withTodaysEnums({ events: [today] })).to.deep.equal({ events: [today] });
  });
});
