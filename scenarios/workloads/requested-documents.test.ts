import { expect } from 'chai';
import { planSchema } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { approved, requestedDocuments } from './requested-documents.ts';

const jobs = requestedDocuments(seededRandom(7), { documents: 20, everyMs: 200 });

describe('requested documents', () => {
  it('are a workload that a plan accepts, the same for the same seed', () => {
    expect(planSchema.shape.workload.parse(jobs)).to.deep.equal(jobs);
    expect(requestedDocuments(seededRandom(7), { documents: 20, everyMs: 200 })).to.deep.equal(jobs);
  });

  it('ask the API for all that they want, each request with its own key', () => {
    const requests = jobs.flatMap((job) => [job.request, ...job.actions.map(({ request }) => request)]);
    expect(requests).to.have.length(40);
    const keys = requests.map((request) => request?.headers['Idempotency-Key']).filter((key) => key !== undefined);
    expect(new Set(keys).size).to.equal(keys.length);
    expect(requests.filter((request) => request?.method === 'POST')).to.have.length(keys.length);
  });

  it('have every fate as soon as there are three', () => {
    const ends = requestedDocuments(seededRandom(1), { documents: 3, everyMs: 0 }).map(({ expect: wanted }) => wanted);
    expect(ends.map(({ end }) => end)).to.deep.equal(['completed', 'completed', 'canceled']);
    expect(approved(jobs).length).to.be.within(1, 18);
  });
});
