import { expect } from 'chai';
import { assert, integer, nat, property } from 'fast-check';
import { planSchema } from '../../harness/model/plan.ts';
import { seededRandom } from '../../harness/model/random.ts';
import { greetings } from './greetings.ts';

describe('greetings', () => {
  it('is the same workload for the same seed, each greeting with its own id', () => {
    assert(
      property(nat(), integer({ min: 1, max: 40 }), (seed, count) => {
        const jobs = greetings(seededRandom(seed), { greetings: count });
        const again = greetings(seededRandom(seed), { greetings: count });
        expect(JSON.stringify(again)).to.equal(JSON.stringify(jobs));
        expect(new Set(jobs.map((job) => job.workflowId)).size).to.equal(count);
      }),
    );
  });

  it('is a workload that a plan accepts and expects each to be greeted by name', () => {
    const jobs = greetings(seededRandom(1), { greetings: 10, durationMs: 7 });
    expect(planSchema.shape.workload.parse(jobs)).to.deep.equal(jobs);
    for (const job of jobs) {
      const input = job.args[0] as { name: string; durationMs: number };
      expect(job.expect.result).to.equal(`hello, ${input.name}`);
      expect(input.durationMs).to.equal(7);
    }
  });
});
