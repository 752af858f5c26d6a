import { expect } from 'chai';
import { radiiMeet } from './blast-radii.ts';

const worker1 = { components: ['worker-1'], links: ['temporal@worker-1', 'supabase@worker-1'] };

describe('blast radii', () => {
  it('meet in a component', () => {
    expect(radiiMeet(worker1, { components: ['temporal', 'worker-1'], links: [] })).to.equal(true);
  });

  it('meet in a link, of every component too', () => {
    expect(radiiMeet(worker1, { components: [], links: ['supabase@worker-1'] })).to.equal(true);
    expect(radiiMeet(worker1, { components: ['temporal'], links: ['temporal@*'] })).to.equal(true);
    expect(radiiMeet({ components: ['temporal'], links: ['temporal@*'] }, worker1)).to.equal(true);
  });

  it('do not meet where they have nothing in common', () => {
    expect(radiiMeet(worker1, { components: ['worker-2'], links: ['temporal@worker-2'] })).to.equal(false);
    expect(radiiMeet(worker1, { components: [], links: ['outside@*'] })).to.equal(false);
    expect(radiiMeet(worker1, { components: [], links: ['temporal@worker-11'] })).to.equal(false);
  });
});
