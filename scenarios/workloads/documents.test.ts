import { expect } from 'chai';
import { assert, integer, nat, property } from 'fast-check';
import { type Job, planSchema } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import type { IngestDocumentInput } from '../../system-under-test/workflows/types.ts';
import { documents } from './documents.ts';

const seeds = nat();
const counts = integer({ min: 3, max: 40 });
const jobsOf = (seed: number, count: number) => documents(seededRandom(seed), { documents: count });
const inputOf = (job: Job): IngestDocumentInput => job.args[0] as IngestDocumentInput;
const statusOf = (job: Job): string => (job.expect.result as { status: string }).status;

describe('documents', () => {
  it('is the same workload for the same seed, and as many jobs as asked for, each with its own id', () => {
    assert(
      property(seeds, counts, (seed, count) => {
        const jobs = jobsOf(seed, count);
        expect(JSON.stringify(jobsOf(seed, count))).to.equal(JSON.stringify(jobs));
        expect(new Set(jobs.map((job) => job.workflowId)).size).to.equal(count);
      }),
    );
  });

  it('has approved, rejected and timed-out documents, for every seed', () => {
    assert(
      property(seeds, counts, (seed, count) => {
        const statuses = new Set(jobsOf(seed, count).map(statusOf));
        expect([...statuses].sort()).to.deep.equal(['published', 'rejected', 'timed-out']);
      }),
    );
  });

  it('differs from seed to seed', () => {
    const workloads = new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(jobsOf(seed, 20))));
    expect(workloads.size).to.equal(20);
  });

  it('is the same work where it is spread over time, but for when', () => {
    const spread = documents(seededRandom(7), { documents: 20, everyMs: 300, reviewMs: 1000 });
    expect(spread.map((job) => job.startAfterMs)).to.deep.equal(Array.from({ length: 20 }, (_, index) => index * 300));
    const actions = spread.flatMap((job) => job.actions);
    expect(new Set(actions.map((action) => action.delayMs))).to.deep.equal(new Set([1000]));
    const what = ({ workflowId, args, expect }: Job): unknown => ({ workflowId, args, expect });
    expect(spread.map(what)).to.deep.equal(jobsOf(7, 20).map(what));
    expect(planSchema.shape.workload.parse(spread)).to.deep.equal(spread);
  });

  it('is a workload that a plan accepts', () => {
    expect(planSchema.shape.workload.parse(jobsOf(1, 20))).to.deep.equal(jobsOf(1, 20));
  });

  it('leaves no legal race: who is reviewed has ten minutes, who is not gets no signal', () => {
    for (const job of jobsOf(7, 100)) {
      const { reviewTimeoutMs, embargoMs, pages, batchSize } = inputOf(job);
      const isTimedOut = statusOf(job) === 'timed-out';
      expect(job.actions).to.have.length(isTimedOut ? 0 : 1);
      expect(reviewTimeoutMs).to.equal(isTimedOut ? 1500 : 600_000);
      expect(embargoMs).to.equal(500);
      expect(pages).to.be.within(4, 8);
      expect(batchSize).to.be.within(2, 3);
    }
  });

  it('keeps to the pages it is told', () => {
    const jobs = documents(seededRandom(1), { documents: 30, pages: [2, 3] });
    expect(new Set(jobs.map((job) => inputOf(job).pages))).to.deep.equal(new Set([2, 3]));
  });

  it('expects of an approved document its pages, batches, publication and notification, each once', () => {
    const job = jobsOf(1, 20).find((it) => statusOf(it) === 'published');
    expect(job).not.to.equal(undefined);
    if (job === undefined) return;
    const { document, pages, batchSize } = inputOf(job);
    const batches = Math.ceil(pages / batchSize);
    expect(job.expect.result).to.deep.equal({ document, status: 'published', pages, batches });
    expect(kindsOf(job)).to.deep.equal({ ocr: pages, embedding: batches, publication: 1, notification: 1 });
    const stages = job.expect.checkpoints.map((it) => it.stage);
    expect(stages).to.deep.equal(['received', 'extracted', 'embedded', 'approved', 'published']);
    const receipts = [1, batches].map((batch) => `embedding/${batch}/${document}`);
    expect(payloadsOf(job, 'publication'))
      .to.have.deep.nested.property('[0].batchReceipts')
      .that.includes.members(receipts);
    expect(payloadsOf(job, 'embedding')[0]).to.have.nested.property('pageReceipts[1]', `ocr/${document}/2`);
    const types = job.expect.activities?.map(({ type }) => type);
    const embeddings = Array.from({ length: batches }, () => 'embedPages');
    expect(types).to.deep.equal(['extractPages', ...embeddings, 'publish', 'notify']);
    expect(job.expect.activities?.[0]).to.have.nested.property('result.receipts').with.length(pages);
    expect(job.actions[0]?.args).to.have.nested.property('[0].decision', 'approved');
    expect(job.expect.order).to.deep.equal([{ earlier: 'publication', later: 'notification', matching: ['document'] }]);
    expect(job.expect.timers).to.deep.equal([{ name: 'embargo', atLeastMs: 500, atMostMs: 500 }]);
  });

  for (const fate of ['rejected', 'timed-out']) {
    it(`expects of a ${fate} document that each of its batches is revoked`, () => {
      const jobs = jobsOf(1, 20).filter((it) => statusOf(it) === fate);
      expect(jobs).not.to.deep.equal([]);
      for (const job of jobs) {
        const { pages, batchSize } = inputOf(job);
        const batches = Math.ceil(pages / batchSize);
        expect(kindsOf(job)).to.deep.equal({ ocr: pages, embedding: batches, 'embedding-revoked': batches });
        const stages = job.expect.checkpoints.map((it) => it.stage);
        expect(stages).to.deep.equal(['received', 'extracted', 'embedded', fate]);
        expect(job.expect.order).to.deep.equal([
          { earlier: 'embedding', later: 'embedding-revoked', matching: ['document', 'batch'] },
          { earlier: 'embedding-revoked', later: 'embedding-revoked', matching: ['document'], descending: 'batch' },
        ]);
        expect(job.expect.timers).to.deep.equal(
          fate === 'rejected' ? [] : [{ name: 'review', atLeastMs: 1500, atMostMs: 1500 }],
        );
      }
    });
  }
});

function payloadsOf(job: Job, kind: string): readonly unknown[] {
  return job.expect.effects.flatMap((effect) => (effect.kind === kind ? [effect.payload] : []));
}

function kindsOf(job: Job): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of job.expect.effects) counts[kind] = (counts[kind] ?? 0) + 1;
  const subjects = new Set(job.expect.effects.map((effect) => JSON.stringify(effect)));
  expect(subjects.size).to.equal(job.expect.effects.length);
  return counts;
}
