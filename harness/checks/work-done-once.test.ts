import { expect } from 'chai';
import { withEntries } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { judgeChecks } from './judge.ts';
import { workDoneOnce } from './work-done-once.ts';

type Http = Extract<Dated, { kind: 'http' }>;
type Facts = NonNullable<Http['exchange']>;

const facts: Facts = { key: null, requestDigest: 'a', replyDigest: null };
const charge = (call: number, change: Partial<Omit<Http, 'exchange'>> = {}, exchange: Partial<Facts> = {}): Dated => ({
  kind: 'http',
  call: 9000 + call,
  component: 'worker-1',
  incarnation: 1,
  link: 'payments@worker-1',
  method: 'POST',
  path: '/v1/charges',
  startedMs: 4000 + call,
  latencyMs: 1,
  outcome: 'answered',
  status: 200,
  requestBytes: 1,
  replyBytes: 1,
  workflowId: 'document-1',
  runId: 'run-of-document-1',
  activityId: '1',
  activityType: 'charge',
  attempt: 1,
  atMs: 4001 + call,
  exchange: { ...facts, ...exchange },
  ...change,
});
const unowned = {
  workflowId: undefined,
  runId: undefined,
  activityId: undefined,
  activityType: undefined,
  attempt: undefined,
};
const judge = (...requests: readonly Dated[]) => workDoneOnce.judge(withEntries(correctRun(), ...requests));

describe('work-done-once', () => {
  it('is judged wherever a worker asked a service of the configuration, though no plan names it', () => {
    const names = (run: ReturnType<typeof correctRun>): readonly string[] =>
      judgeChecks(run).findings.map(({ check }) => check);
    expect(names(correctRun())).not.to.include('work-done-once');
    expect(names(withEntries(correctRun(), charge(1, { link: 'outside@worker-1' })))).not.to.include('work-done-once');
    expect(names(withEntries(correctRun(), charge(1)))).to.include('work-done-once');
  });

  it('finds a request that a later attempt repeats without a key', () => {
    const finding = judge(charge(1, { outcome: 'lost' }), charge(2, { attempt: 2 }));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.exhibits[0]).to.deep.include({
      violation: 'doubled',
      workflowId: 'document-1',
      step: 'charge (activity 1)',
      attempt: 2,
      expected: 1,
      actual: 2,
      detail:
        'POST /v1/charges of payments succeeded 2 times by attempts 1 and 2, without an idempotency key. If it has no effect, let `effects` return null for it.',
    });
  });

  it('finds a key that differs from attempt to attempt', () => {
    const finding = judge(charge(1, {}, { key: 'k-1' }), charge(2, { attempt: 2 }, { key: 'k-2' }));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.summary).to.contain('each time with another idempotency key');
  });

  it('finds an effect that the configuration names twice in one attempt', () => {
    const effect = { kind: 'charge', subject: { line: 1 }, key: null };
    const finding = judge(charge(1, {}, { effect }), charge(2, {}, { effect, requestDigest: 'b' }));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.summary).to.contain('charge {"line":1} of payments succeeded 2 times by attempt 1');
  });

  const legal: Readonly<Record<string, readonly Dated[]>> = {
    'a repeat that its key absorbs, also of a zombie': [
      charge(1, {}, { key: 'k' }),
      charge(2, { attempt: 2 }, { key: 'k' }),
      charge(3, { attempt: 1 }, { key: 'k' }),
    ],
    'the same request of one attempt, such as a poll': [charge(1), charge(2)],
    'another body in a later attempt': [charge(1), charge(2, { attempt: 2 }, { requestDigest: 'b' })],
    'the same request of other activities, runs and workflows': [
      charge(1),
      charge(2, { activityId: '2', attempt: 2 }),
      charge(3, { runId: 'run-2', attempt: 2 }),
      charge(4, { workflowId: 'document-2', attempt: 2 }),
    ],
    'a retry after a refusal or an error of the service': [
      charge(1, { status: 503 }),
      charge(2, { attempt: 2, status: 429 }),
      charge(3, { attempt: 3 }),
    ],
    'a request that never got there': [charge(1, { status: null, outcome: 'lost' }), charge(2, { attempt: 2 })],
    'idempotent methods': [charge(1), ...[1, 2].map((attempt) => charge(1 + attempt, { attempt, method: 'PUT' }))],
    'what the configuration says has no effect': [
      charge(1, {}, { requestDigest: 'x' }),
      ...[1, 2].map((attempt) => charge(1 + attempt, { attempt }, { effect: null })),
    ],
    'a request of an unknown activity that came once': [charge(1, unowned, { candidates: 2 })],
  };
  for (const [what, requests] of Object.entries(legal)) {
    it(`accepts ${what}`, () => {
      const { verdict, summary } = judge(...requests);
      expect([verdict, summary.slice(0, 5)]).to.deep.equal(['valid', 'None ']);
    });
  }

  it('counts the effects of unknown activities, and cannot tell where one came again', () => {
    expect(judge(charge(1), charge(2, unowned, { candidates: 3, requestDigest: 'b' })).summary).to.contain(
      '1 effect of no activity or of several at once, the first POST /v1/charges of payments',
    );
    const again = [1, 2].map((call) => charge(call, unowned, { candidates: 3 }));
    expect(judge(...again)).to.include({ verdict: 'unknown' });
    expect(judge(...again).summary).to.contain('more than one activity may have sent it');
  });

  it('cannot tell where a request without a key broke off and came again, nor what was not read', () => {
    expect(judge(charge(1, { status: null, outcome: 'broken' }), charge(2, { attempt: 2 })).verdict).to.equal(
      'unknown',
    );
    const { exchange: _, ...unread } = charge(1) as Http;
    expect(judge(charge(2), unread).summary).to.contain('could not be read, since `effects` failed');
  });

  it('proves nothing where no request had an effect', () => {
    expect(judge(charge(1, { method: 'GET' })).verdict).to.equal('unknown');
  });
});
