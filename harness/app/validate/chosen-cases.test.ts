import { expect } from 'chai';
import { chosenCases } from './chosen-cases.ts';

const cases = { approved: noJob, rejected: noJob, 'timed-out': noJob };

describe('chosenCases', () => {
  it('is every case where neither cases nor points are asked for', () => {
    expect(chosenCases('ingest', { cases }, {})).to.deep.equal(['approved', 'rejected', 'timed-out']);
  });

  it('is the cases that are asked for, with any points', () => {
    const point = ['ingest/approved/publish/handed-out'];
    expect(chosenCases('ingest', { cases }, { cases: ['rejected'], points: point })).to.deep.equal(['rejected']);
  });

  it('takes a point for one of the longest case that its name begins with', () => {
    expect(chosenCases('w', { cases: { a: noJob, 'a/b': noJob } }, { points: ['w/a/b/step/moment'] })).to.deep.equal([
      'a/b',
    ]);
  });

  it('is the cases of the points that are asked for, each once and in the order of the workflow', () => {
    const point = ['timed-out/x', 'approved/publish/handed-out', 'approved/publish/outside 1/reply'];
    const ids = point.map((rest) => `ingest/${rest}`);
    expect(chosenCases('ingest', { cases }, { points: ids })).to.deep.equal(['approved', 'timed-out']);
  });
});

function noJob(): never {
  throw new Error('No job is made here.');
}
