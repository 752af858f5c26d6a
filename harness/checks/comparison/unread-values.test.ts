import { expect } from 'chai';
import { withAttributes, withEvents, withRows } from '../../contracts/sample-run/changes.ts';
import type { ComparableItem } from '../../model/as-without-fault.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import { judgeChecks } from '../judge.ts';
import { comparedRun, referenceId } from '../test-support/with-references.ts';
import { expectedValues, sameValues, type WorkflowValue } from './values.ts';

let bytes = 0;

/** Bytes that are others each time, as those of a random initialisation vector. */
function encrypted(): Json {
  bytes += 1;
  const metadata = { encoding: btoa('binary/encrypted') };
  return { payloads: [{ metadata, data: btoa(`bytes ${bytes}`) }] };
}

/** The run with results that can't be read: of workflows, or of all activities too. */
function unread(run: Evidence, types: readonly string[], ids?: readonly string[]): Evidence {
  return withRows(run, 'eventHistories', (rows) =>
    rows.map((row) =>
      ids !== undefined && !ids.includes(row.workflowId)
        ? row
        : {
            ...row,
            events: row.events.map((event) =>
              types.includes(eventTypeOf(event)) ? withAttributes(event, { result: encrypted() }) : event,
            ),
          },
    ),
  );
}

const COMPLETED = 'WORKFLOW_EXECUTION_COMPLETED';
const RESULTS = [COMPLETED, 'ACTIVITY_TASK_COMPLETED'];
const END = 'end-state-as-without-fault';
const VALUES = 'values-as-without-fault';

function findingOf(run: Evidence, check: string): Finding {
  return judgeChecks(run).findings.find((one) => one.check === check) ?? expect.fail();
}

describe('values that can not be decoded, compared with runs without a fault', () => {
  it('are named and neither the same nor different; what is left is compared', () => {
    const finding = findingOf(unread(comparedRun(), [COMPLETED]), END);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain(
      '2 values can\'t be decoded and are not compared, the first: result of document-1 ("binary/encrypted")',
    );
    expect(finding.exhibits).to.deep.include({
      workflowId: 'document-2',
      notJudged: 'result',
      payloadEncoding: 'binary/encrypted',
    });
  });

  it('are not the same as values that can be, in the run or in a reference', () => {
    for (const id of ['document-1', referenceId('document-1', 1)]) {
      const finding = findingOf(unread(comparedRun(), RESULTS, [id]), END);
      expect(finding.verdict, id).to.equal('valid');
      expect(finding.summary, id).to.contain('result of document-1');
      expect(findingOf(unread(comparedRun(), RESULTS, [id]), VALUES).verdict, id).to.equal('valid');
    }
  });

  it('leave a wrong value beside them to be found', () => {
    const run = unread(comparedRun(), [COMPLETED]);
    const wrong = withEvents(run, 'document-1', (event) =>
      eventTypeOf(event) === COMPLETED ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED' } : event,
    );
    expect(findingOf(wrong, END).verdict).to.equal('invalid');
  });

  it('are no proof where there is nothing else to compare', () => {
    const items: readonly ComparableItem[] = ['result'];
    const finding = findingOf(unread(comparedRun(items), [COMPLETED]), END);
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('result of document-1');
    expect(findingOf(comparedRun(items), END).verdict, 'they can be read').to.equal('valid');
  });

  it('are no proof of a workflow of which nothing else can be compared, though others are as they should be', () => {
    const finding = findingOf(unread(comparedRun(['result']), [COMPLETED], ['document-1']), END);
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('Nothing of document-1 can be compared. ');
  });

  it('are named among the inputs and results of activities', () => {
    const finding = findingOf(unread(comparedRun(), RESULTS), VALUES);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.match(
      /values can't be decoded and are not compared, the first: \w+ 1: result of document-1/,
    );
  });
});

describe('a struck workflow of which no value can be decoded', () => {
  const value = (input: Json, result: Json): WorkflowValue => {
    return { group: 'charge', step: 'charge 1', attempt: 1, value: { input, result }, inDoubt: false };
  };
  const opaque = { payloadEncoding: 'binary/encrypted', sha256: null };
  const reference = [value(['ring'], { paid: true })];
  const expected = expectedValues(reference, [reference]);

  it('is not as without a fault, though its references can be read', () => {
    expect(sameValues([value([opaque], opaque)], expected)).to.equal(null);
  });

  it('counts as compared what is left of it', () => {
    expect(sameValues(reference, expected)?.summary).to.contain('All 2 values');
    expect(sameValues([value(['ring'], opaque)], expected)?.summary).to.contain('All 1 values ');
    expect(sameValues([value(['pearl'], opaque)], expected)?.verdict).to.equal('invalid');
    expect(sameValues([value([opaque, opaque], opaque)], expected)?.verdict, 'one more').to.equal('invalid');
  });
});
