import { expect } from 'chai';
import { violationsOf, withAttributes, withEntries, withEvents, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import type { ClientAction } from '../../model/plan.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => everyWorkflowCompletes.judge(evidence);
const encrypted = payload('binary/encrypted', 'secret');

function payload(encoding: string, data: string): Json {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return { payloads: [{ metadata: { encoding: base64(encoding) }, data: base64(data) }] };
}

/** The run with one attribute of one event of a document in another encoding. */
function encoded(evidence: Evidence, type: string, attributes: Readonly<Record<string, Json>>): Evidence {
  return withEvents(evidence, 'document-1', (event) =>
    eventTypeOf(event) === type ? withAttributes(event, attributes) : event,
  );
}

describe('every-workflow-completes: values that are no JSON', () => {
  it('is unknown, by name, where an expected result is no JSON', () => {
    for (const result of [encrypted, payload('binary/plain', 'raw'), payload('json/plain', '')]) {
      const finding = judge(encoded(run, 'WORKFLOW_EXECUTION_COMPLETED', { result }));
      expect(finding.verdict).to.equal('unknown');
      expect(finding.exhibits[0]).to.include({ workflowId: 'document-1', notJudged: 'result' });
    }
  });

  it('is valid where no result is expected', () => {
    const unasked = withJob(run, 'document-1', (job) => {
      const { result: _, ...rest } = job.expect;
      return { ...job, expect: rest };
    });
    expect(judge(encoded(unasked, 'WORKFLOW_EXECUTION_COMPLETED', { result: encrypted })).verdict).to.equal('valid');
  });

  it('is unknown, by name, where the answer to an update or to a query is no JSON', () => {
    const unread = { payloadEncoding: 'binary/encrypted', sha256: null };
    const query: ClientAction = { kind: 'query', name: 'status', args: [], after: { kind: 'started' }, answer: 'open' };
    const operation = { kind: 'client', operation: 90, action: 'query', workflowId: 'document-2', index: 0 } as const;
    const asked = withEntries(
      withJob(run, 'document-2', (job) => ({ ...job, actions: [query] })),
      { ...operation, step: 'invoke', atMs: 4000 },
      { ...operation, step: 'ok', atMs: 4010, answer: unread },
    );
    const finding = judge(asked);
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('`answer`');
    const exhibit = { workflowId: 'document-2', notJudged: 'query status []', payloadEncoding: 'binary/encrypted' };
    expect(finding.exhibits).to.deep.equal([exhibit]);
  });

  it('sees the violations beside such a value', () => {
    const opaque = encoded(run, 'WORKFLOW_EXECUTION_COMPLETED', { result: encrypted });
    const failed = withJob(opaque, 'document-2', (job) => ({ ...job, expect: { ...job.expect, end: 'failed' } }));
    expect(violationsOf(judge(failed))).to.deep.equal(['other-end']);
  });

  it('judges the type of a workflow, but no arguments that are no JSON', () => {
    const started = encoded(run, 'WORKFLOW_EXECUTION_STARTED', { input: encrypted });
    expect(judge(started).verdict).to.equal('valid');
    const other = encoded(started, 'WORKFLOW_EXECUTION_STARTED', { workflowType: { name: 'another' } });
    expect(violationsOf(judge(other))).to.deep.equal(['other-start']);
  });

  it('knows a signal by its name where its arguments are no JSON', () => {
    expect(judge(encoded(run, 'WORKFLOW_EXECUTION_SIGNALED', { input: encrypted })).verdict).to.equal('valid');
    const other = encoded(run, 'WORKFLOW_EXECUTION_SIGNALED', { input: encrypted, signalName: 'another' });
    expect(violationsOf(judge(other))).to.deep.equal(['action-not-planned']);
  });
});
