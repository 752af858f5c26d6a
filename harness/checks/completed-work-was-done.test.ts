import { expect } from 'chai';
import { violationsOf, withEntries } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call, type Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../model/check.ts';
import { completedWorkWasDone } from './completed-work-was-done.ts';

const run = correctRun();
const publish = { workflowId: 'document-1', runId: 'run-1', activityId: '7', activityType: 'publish', attempt: 1 };
const worker = { component: 'worker-2', incarnation: 1 };

type Request = Extract<Dated, { kind: 'http' }>;

/** A request of the publication, which is answered at 6710; its answer is sent on a millisecond later. */
function request(change: Partial<Request> = {}): Dated {
  const service = { link: 'outside@worker-2', method: 'POST', path: '/effects', status: 200 };
  const times = { startedMs: 6704, repliedMs: 6710, atMs: 6711, latencyMs: 7 };
  const sizes = { requestBytes: 100, replyBytes: 100 };
  return {
    kind: 'http',
    call: 6704,
    outcome: 'answered',
    ...worker,
    ...service,
    ...times,
    ...sizes,
    ...publish,
    ...change,
  };
}

/** The report of the completion, complete at the gateway at that instant. */
function report(startedMs: number, change: Partial<Parameters<typeof call>[2]> = {}): Dated {
  const facts = { method: 'RespondActivityTaskCompleted', task: 'activity', startedMs, ...publish, ...change } as const;
  return call('worker-2', startedMs + 5, facts);
}

const judge = (...added: readonly Dated[]): Finding => completedWorkWasDone.judge(withEntries(run, ...added));

describe('completed-work-was-done', () => {
  it('is valid where the answer was there before the completion was reported, however shortly', () => {
    const finding = judge(request(), report(6710));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 request of 1 completed attempt');
  });

  it('is invalid where the completion is reported while a request is under way', () => {
    const finding = judge(request(), report(6706));
    expect(violationsOf(finding)).to.deep.equal(['not-awaited']);
    expect(finding.exhibits[0]).to.deep.include({
      workflowId: 'document-1',
      step: 'publish (activity 7)',
      attempt: 1,
      detail: 'On worker-2 it reported its completion without the answer to POST /effects (outside@worker-2).',
      expected: 'answered before the completion',
      actual: 'answered 4 ms after it',
    });
  });

  it('is invalid where a request is sent once the completion is reported', () => {
    const finding = judge(request(), report(6700));
    expect(finding.verdict).to.equal('invalid');
    expect((finding.exhibits[0] as { readonly detail: string }).detail).to.contain('before it sent POST /effects');
  });

  it('is invalid where a lost report is sent again: the first one counts', () => {
    const first = report(6706, { outcome: 'lost', grpcStatus: null });
    expect(judge(request(), first, report(6800)).verdict).to.equal('invalid');
  });

  it('accuses no request that reads only, or that its attempt gave up', () => {
    const read = request({ method: 'GET' });
    const givenUp = (['broken', 'dropped'] as const).map((outcome) => request({ outcome }));
    for (const one of [read, ...givenUp]) expect(judge(one, report(6706)).verdict).to.equal('unknown');
  });

  it('accuses no attempt that failed, and none of another life, another attempt or another run', () => {
    const others: readonly Dated[] = [
      report(6706, { method: 'RespondActivityTaskFailed' }),
      report(6706, { incarnation: 2 }),
      report(6706, { attempt: 2 }),
      report(6706, { runId: 'run-2' }),
      report(6706, { activityId: '8' }),
    ];
    for (const other of others) expect(judge(request(), other).verdict).to.equal('unknown');
  });

  it('is unknown where no relay saw a request, or not when it was answered', () => {
    expect(judge(report(6706)).verdict).to.equal('unknown');
    expect(judge(report(6706)).summary).to.contain('No relay');
    const { repliedMs: _, ...old } = request() as Request;
    expect(judge(old, report(6706)).verdict, 'of an earlier version').to.equal('unknown');
  });

  it('applies to a point only where an attempt with requests completed', () => {
    const applies = (...added: readonly Dated[]): boolean | undefined =>
      completedWorkWasDone.points?.applies(withEntries(run, ...added));
    expect(applies(request(), report(6710))).to.equal(true);
    expect(applies(request())).to.equal(false);
  });
});
