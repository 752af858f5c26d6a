import { expect } from 'chai';
import { withAttributes, withEvents } from '../contracts/sample-run/changes.ts';
import { payloads } from '../contracts/sample-run/history-builder.ts';
import { attributesOf, eventTypeOf } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import { judgeChecks } from './judge.ts';
import { comparedRun } from './test-support/with-references.ts';
import { valuesAsWithoutFault } from './values-as-without-fault.ts';

const found = (evidence: Evidence) =>
  judgeChecks(evidence).findings.find(({ check }) => check === valuesAsWithoutFault.name);

/** The run with another batch to embed in the second document. */
const withBatch = (evidence: Evidence): Evidence =>
  withEvents(evidence, 'document-2', (event) => {
    const { activityType } = attributesOf(event);
    const isBatch =
      eventTypeOf(event) === 'ACTIVITY_TASK_SCHEDULED' && JSON.stringify(activityType).includes('embedPages');
    return isBatch ? withAttributes(event, { input: payloads([2]) }) : event;
  });

describe('values-as-without-fault', () => {
  it('names the step and the input that is another', () => {
    const finding = found(withBatch(comparedRun()));
    expect(finding?.verdict).to.equal('invalid');
    expect(finding?.summary).to.contain('document-2').and.to.contain('embedPages 1');
    expect(finding?.summary).to.contain('input[0] is 2 instead of 1');
  });

  it('judges no values if only other items are compared', () => {
    expect(found(withBatch(comparedRun(['effects', 'rows'])))).to.equal(undefined);
  });
});
