import { expect } from 'chai';
import { withAttributes, withEvents, withJournal, withRows } from '../../contracts/sample-run/changes.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeChecks } from '../judge.ts';
import { comparedRun, referenceId, withReferenceHistories } from '../test-support/with-references.ts';

const run = comparedRun();
const names = ['end-state-as-without-fault', 'work-done-as-without-fault', 'values-as-without-fault'];
const verdicts = (evidence: Evidence): readonly Verdict[] =>
  judgeChecks(evidence)
    .findings.filter(({ check }) => names.includes(check))
    .map(({ verdict }) => verdict);
const all = (verdict: Verdict): readonly Verdict[] => names.map(() => verdict);

function doubtOf(evidence: Evidence): string {
  expect(verdicts(evidence)).to.deep.equal(all('unknown'));
  expect(judgeChecks(evidence).verdict).to.equal('unknown');
  return judgeChecks(evidence).findings.find(({ check }) => check === names[0])?.summary ?? '';
}

const endedAs = (type: string) => (history: Parameters<Parameters<typeof withReferenceHistories>[2]>[0]) => ({
  ...history,
  events: history.events.map((event) =>
    eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED' ? { ...event, eventType: `EVENT_TYPE_${type}` } : event,
  ),
});

describe('jobs that are compared with runs without a fault', () => {
  it('are valid if they are as these, which disturb no other check', () => {
    const judged = judgeChecks(run);
    expect(judged.findings.filter(({ verdict }) => verdict !== 'valid')).to.deep.equal([]);
    expect(verdicts(run)).to.deep.equal(all('valid'));
  });

  it('say with how many runs each was compared', () => {
    const [first] = judgeChecks(run).findings.filter(({ check }) => check === names[0]);
    expect(first?.summary).to.contain('2 workflows as in 3 runs each without a fault');
  });

  it('are unknown if the runs without a fault disagree in their end, or failed', () => {
    const failed = endedAs('WORKFLOW_EXECUTION_FAILED');
    const one = withReferenceHistories(run, 'document-1', (history, nth) => (nth === 2 ? failed(history) : history));
    expect(doubtOf(one)).to.contain('document-1: its runs without a fault ended in different ways: completed, failed');
    const every = withReferenceHistories(run, 'document-1', failed);
    expect(doubtOf(every)).to.contain('ended as failed, which `expect.end` does not give');
  });

  it('may end as their references, even if that is no completion', () => {
    const canceled = endedAs('WORKFLOW_EXECUTION_CANCELED');
    const every = withReferenceHistories(run, 'document-2', canceled);
    const [finding] = judgeChecks(every).findings;
    expect(finding?.exhibits[0]).to.include({ workflowId: 'document-2', expected: 'canceled', actual: 'completed' });
    const own = withEvents(every, 'document-2', (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
        ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED' }
        : event,
    );
    expect(judgeChecks(own).findings[0]?.verdict).to.equal('valid');
  });

  it('are unknown if a run without a fault did not end, or is not there', () => {
    const open = withReferenceHistories(run, 'document-2', (history, nth) =>
      nth === 1 ? { ...history, events: history.events.slice(0, -1) } : history,
    );
    expect(doubtOf(open)).to.contain(`${referenceId('document-2', 1)}, its run without a fault, did not end`);
    const gone = withReferenceHistories(run, 'document-2', (history, nth) => (nth === 3 ? null : history));
    expect(doubtOf(gone)).to.contain(`${referenceId('document-2', 3)}, its run without a fault, is not in`);
  });

  it('are unknown if the journal or the plan knows no such runs', () => {
    const untold = withJournal(run, (entry) => (entry.kind === 'references' ? null : entry));
    expect(verdicts(untold)).to.deep.equal(all('unknown'));
    const { references: _gone, ...plan } = run.plan;
    expect(verdicts({ ...run, plan })).to.deep.equal(all('unknown'));
  });

  it('are unknown if they share a key with these: one absorbs the requests of the other', () => {
    const shared = withRows(run, 'effects', (lines) =>
      lines.map((line) => (line.kind === 'publish' ? { ...line, idempotencyKey: 'publish' } : line)),
    );
    expect(doubtOf(shared)).to.contain('document-1: it shares the idempotency key "publish"');
  });

  it('keep a gap of the ledger', () => {
    const [first] = run.effects.state === 'collected' ? run.effects.rows : [];
    const cut = withRows(run, 'effects', (lines) => lines.filter((line) => line !== first));
    expect(verdicts(cut)[1]).not.to.equal('invalid');
    expect(first?.activity?.workflowId).to.equal(referenceId('document-1', 1));
  });

  it('take a value that is another in each run for none that is expected', () => {
    let nth = 0;
    const anew = withRows(run, 'eventHistories', (rows) =>
      rows.map((row) => {
        nth += 1;
        return {
          ...row,
          events: row.events.map((event) =>
            eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
              ? withAttributes(event, {
                  result: {
                    payloads: [{ metadata: { encoding: btoa('json/plain') }, data: btoa(`"receipt-${nth}0"`) }],
                  },
                })
              : event,
          ),
        };
      }),
    );
    expect(verdicts(anew)).to.deep.equal(all('valid'));
  });
});
