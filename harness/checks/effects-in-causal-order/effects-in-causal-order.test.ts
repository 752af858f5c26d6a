import { expect } from 'chai';
import { violationsOf, withEvents, withHistory, withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import type { ExpectedOrder } from '../../model/expected-order.ts';
import { judgePointBy } from '../judge.ts';
import { effectsInCausalOrder } from './effects-in-causal-order.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => effectsInCausalOrder.judge(evidence);
const isOf = (document: string, kind: string) => (line: LedgerLine) =>
  line.kind === kind && line.subject['document'] === document;

/** The run with lines of the ledger changed, in the order in which they then stand. */
function withLedger(change: (lines: readonly LedgerLine[]) => readonly LedgerLine[], evidence = run): Evidence {
  return withRows(evidence, 'effects', (lines) =>
    change(lines).map((line, index) => ({ ...line, sequence: index + 1 })),
  );
}

/** The run with the effects of one kind applied last of all. */
function appliedLast(document: string, kind: string, change: Partial<LedgerLine> = {}): Evidence {
  const isMoved = isOf(document, kind);
  return withLedger((lines) => [
    ...lines.filter((line) => !isMoved(line)),
    ...lines.filter(isMoved).map((line) => ({ ...line, ...change })),
  ]);
}

function withOrder(evidence: Evidence, workflowId: string, order: ExpectedOrder): Evidence {
  return withJob(evidence, workflowId, (job) => ({ ...job, expect: { ...job.expect, order: [order] } }));
}

const publishThenOcr: ExpectedOrder = { earlier: 'publish', later: 'ocr', matching: ['document'] };

describe('effects-in-causal-order', () => {
  it('is valid for the correct run and says how many effects it placed', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal('All in order: 10 of 10 effects by their activities, 0 pairs by expectation.');
  });

  it('is invalid where an embedding is applied after its revocation: a zombie makes the compensation void', () => {
    const finding = judge(appliedLast('document-2', 'embed'));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['out-of-order']);
    const asked = { step: 'embedPages (activity 4)', attempt: 1 };
    expect(finding.exhibits[0]).to.deep.include({ workflowId: 'document-2', ...asked, lines: [11, 9] });
    expect(finding.summary).to.match(
      /^1 effect out of order: 10 of 10 .+; first document-2, embedPages \(activity 4\), attempt 1: It was closed/,
    );
    const { detail } = finding.exhibits[0] as { readonly detail: string };
    expect(detail).to.contain('embed of document document-2, batch 1 (line 11) was applied after revoke');
  });

  it('is invalid where an effect is applied a minute after its workflow had ended', () => {
    const finding = judge(appliedLast('document-1', 'publish', { time: timeAt(66_810) }));
    expect(violationsOf(finding)).to.deep.equal(['after-end']);
    expect((finding.exhibits[0] as { readonly detail: string }).detail).to.contain('60000 ms after the workflow');
  });

  it('accuses no effect after the end within the doubt about the clocks', () => {
    const appliedMs: Readonly<Record<string, number>> = { ocr: 5520, embed: 5660, publish: 6710, revoke: 6955 };
    const ahead = (aheadMs: number): Evidence =>
      withLedger((lines) =>
        lines.map((line) => ({ ...line, time: timeAt(aheadMs + (appliedMs[line.kind] ?? Number.NaN)) })),
      );
    expect(judge(ahead(60_000)).verdict, 'a clock that is a minute ahead').to.equal('valid');
    expect(judge(ahead(-60_000)).verdict, 'a clock that is a minute behind').to.equal('valid');
    expect(judge(appliedLast('document-1', 'publish', { time: timeAt(6811) })).verdict).to.equal('valid');
  });

  it('is invalid where effects come in another order than the job expects, though the event history allows it', () => {
    const finding = judge(withOrder(run, 'document-1', publishThenOcr));
    expect(violationsOf(finding)).to.deep.equal(['out-of-order']);
    const [publish, ocr] = ['publish of document document-1 (line 5)', 'ocr of document document-1, page 1 (line 1)'];
    expect(finding.exhibits[0]).to.include({
      expected: `${publish} before ${ocr}`,
      actual: `${ocr} before ${publish}`,
    });
    const nameless = withLedger((lines) => lines.map((line) => ({ ...line, activity: null })));
    expect(judge(withOrder(nameless, 'document-1', publishThenOcr)).verdict, 'nameless').to.equal('invalid');
  });

  it('takes an effect for a job that expects it if it is not known on whose behalf a workflow asked', () => {
    const elsewhere = withLedger((lines) =>
      lines.map((line) =>
        line.activity === null ? line : { ...line, activity: { ...line.activity, workflowId: 'payments-1' } },
      ),
    );
    expect(judge(withOrder(elsewhere, 'document-1', publishThenOcr)).verdict).to.equal('invalid');
  });

  it('compares only effects whose subjects agree, and only those of the job', () => {
    const apart: ExpectedOrder = { ...publishThenOcr, matching: ['document', 'page'] };
    expect(judge(withOrder(run, 'document-1', apart)).verdict).to.equal('valid');
    const kept: ExpectedOrder = { earlier: 'ocr', later: 'publish', matching: ['document'] };
    expect(judge(withOrder(run, 'document-1', kept)).summary).to.contain('3 pairs by expectation');
    // The pages of the other document come later than the publication.
    const all: ExpectedOrder = { ...kept, matching: [] };
    expect(judge(withOrder(run, 'document-1', all)).verdict).to.equal('valid');
  });

  it('is invalid where effects of one kind do not descend by a number, as compensations do', () => {
    const pages: ExpectedOrder = { earlier: 'ocr', later: 'ocr', matching: ['document'], descending: 'page' };
    const finding = judge(withOrder(run, 'document-1', pages));
    expect(violationsOf(finding)).to.deep.equal(['out-of-order', 'out-of-order']);
    const reversed = withLedger((lines) =>
      lines.map((line) => {
        const page = 4 - Number(line.subject['page']);
        return line.kind === 'ocr' ? { ...line, subject: { ...line.subject, page } } : line;
      }),
    );
    expect(judge(withOrder(reversed, 'document-1', pages)).verdict).to.equal('valid');
  });

  it('accuses no repeated request, absorbed by its key or applied again by the same activity', () => {
    for (const outcome of ['deduplicated', 'applied'] as const) {
      const again = withLedger((lines) => [
        ...lines,
        ...lines.filter(isOf('document-2', 'embed')).map((line) => ({ ...line, outcome })),
      ]);
      expect(judge(again).verdict, outcome).to.equal('valid');
    }
  });

  it('accuses no activity that was never closed: it was abandoned, or lost a race', () => {
    const open = withEvents(appliedLast('document-2', 'embed', { time: timeAt(60_000) }), 'document-2', (event) =>
      eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' && closes(event, 'document-2', '4') ? null : event,
    );
    expect(judge(open).verdict).to.equal('valid');
  });

  it('accuses no activity of an id that several runs of a workflow have: it may be the later one', () => {
    const late = appliedLast('document-2', 'embed');
    const chain = withRows(late, 'eventHistories', (rows) => [
      ...rows,
      ...rows.filter(({ workflowId }) => workflowId === 'document-2').map((row) => ({ ...row, runId: 'another' })),
    ]);
    expect(judge(chain).verdict).to.equal('valid');
    expect(judge(chain).summary).to.contain('5 of 10 effects');
  });

  it('accuses no activity whose id a local activity has too', () => {
    const data = Buffer.from('{"ActivityID":"4","ActivityType":"embedPages"}').toString('base64');
    const details = { data: { payloads: [{ data }] } };
    const local = withHistory(appliedLast('document-2', 'embed'), 'document-2', (history) => ({
      ...history,
      events: [...history.events.slice(0, -1), marker(details), ...history.events.slice(-1)],
    }));
    expect(judge(local).verdict).to.equal('valid');
    const another = withHistory(appliedLast('document-2', 'embed'), 'document-2', (history) => ({
      ...history,
      events: [...history.events.slice(0, -1), marker({}), ...history.events.slice(-1)],
    }));
    expect(judge(another).verdict).to.equal('invalid');
  });

  it('has nothing to say at a point whose effects are those of local activities or of children', () => {
    const elsewhere = { workflowId: 'document-1', activityId: 'local', attempt: 1 };
    const by = (activity: LedgerLine['activity']): Finding | null =>
      judgePointBy(
        effectsInCausalOrder,
        withLedger((lines) => lines.map((line) => ({ ...line, activity }))),
      );
    expect(by(elsewhere)).to.equal(null);
    expect(by(null)?.verdict, 'of no activity').to.equal('unknown');
    expect(judgePointBy(effectsInCausalOrder, run)?.verdict).to.equal('valid');
  });

  it('is unknown where no request names an activity, and nothing else is expected', () => {
    const nameless = withLedger((lines) => lines.map((line) => ({ ...line, activity: null })));
    expect(judge(nameless).verdict).to.equal('unknown');
    expect(judge(withLedger(() => [])).verdict).to.equal('unknown');
  });
});

function closes(event: { readonly eventId: string }, workflowId: string, activityId: string): boolean {
  const rows = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
  const events = rows.find((row) => row.workflowId === workflowId)?.events ?? [];
  const scheduled = events.find((one) => JSON.stringify(one).includes(`"activityId":"${activityId}"`));
  return JSON.stringify(event).includes(`"scheduledEventId":"${scheduled?.eventId}"`);
}

function marker(details: object): HistoryEvent {
  const markerRecordedEventAttributes = { markerName: 'LocalActivity', details };
  return {
    eventId: '99',
    eventTime: timeAt(7000),
    eventType: 'EVENT_TYPE_MARKER_RECORDED',
    markerRecordedEventAttributes,
  };
}
