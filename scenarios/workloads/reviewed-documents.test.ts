import { expect } from 'chai';
import { type Job, planSchema } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { reviewedDocuments } from './reviewed-documents.ts';

const jobs = reviewedDocuments(seededRandom(7), { documents: 20 });
const waits = ({ actions }: Job): readonly string[] =>
  actions.map(({ after }) => (after.kind === 'checkpoint' ? after.stage : after.kind));
const last = ({ expect: { checkpoints } }: Job): string => checkpoints.at(-1)?.stage ?? '';

describe('reviewed documents', () => {
  it('are a workload that a plan accepts, the same for the same seed', () => {
    expect(planSchema.shape.workload.parse(jobs)).to.deep.equal(jobs);
    expect(reviewedDocuments(seededRandom(7), { documents: 20 })).to.deep.equal(jobs);
  });

  it('get nonsense before their review, it again with the other decision, and one more once they have ended', () => {
    const [approved, early, timedOut, , rejected] = jobs;
    if (!approved || !early || !timedOut || !rejected) throw new Error('Expected six documents.');
    expect(waits(approved)).to.deep.equal(['started', 'started', 'embedded', 'approved', 'approved', 'ended']);
    expect(
      approved.actions.map(({ args: [review] }) => (review as { decision?: string } | undefined)?.decision),
    ).to.deep.equal([undefined, 'perhaps', 'approved', 'approved', 'rejected', 'approved']);
    expect(waits(early)).to.deep.equal(['started', 'started', 'ended']);
    expect(early.actions.map(({ args }) => (args[0] as { decision: string }).decision)).to.deep.equal([
      'rejected',
      'approved',
      'approved',
    ]);
    expect(last(early)).to.equal('rejected');
    expect(waits(timedOut)).to.deep.equal(['started', 'started', 'ended']);
    expect(waits(rejected)).to.deep.equal(['started', 'started', 'embedded', 'ended']);
  });

  it('are decided by the first review, which the row of an approval is compared with', () => {
    const places = jobs.flatMap((job) =>
      job.expect.checkpoints.flatMap(({ work }) =>
        work.kind === 'signal' ? [[waits(job).indexOf('embedded'), work.which]] : [],
      ),
    );
    expect(places).to.deep.include([2, 3]).and.deep.include([-1, 1]);
    expect(places).to.satisfy((all: number[][]) => all.every(([at, which]) => which === (at === -1 ? 1 : 3)));
  });

  it('has every fate with its review early and in time', () => {
    const six = jobs.slice(0, 6);
    expect(six.map(last)).to.deep.equal(['published', 'rejected', 'timed-out', 'published', 'rejected', 'timed-out']);
  });
});
