import { expect } from 'chai';
import type { Json } from '../../model/json.ts';
import { activityPlace, boundaryAt } from '../test-support/boundaries.ts';
import { ProgressNames } from './progress-names.ts';

const beat = (call: number, side: 'request' | 'reply', more: { details?: Json; attempt?: number } = {}) => ({
  ...boundaryAt(activityPlace('1', 'heartbeat', { side, details: null, ...more })),
  call,
});

function nameOf(names: ProgressNames, boundary: ReturnType<typeof beat>): Json | undefined {
  const { place } = names.named(boundary);
  return place.task === 'activity' ? place.details : undefined;
}

describe('ProgressNames', () => {
  it('names a heartbeat by the progress that it reports', () => {
    const names = new ProgressNames({ progress: (type, details) => `${type} ${JSON.stringify(details)}` });
    expect(nameOf(names, beat(1, 'request', { details: { page: 2 } }))).to.equal('work {"page":2}');
  });

  it('counts those that have no name, both sides of a call as one, and each attempt by itself', () => {
    const names = new ProgressNames({ progress: () => null });
    const told = [
      beat(1, 'request'),
      beat(1, 'reply'),
      beat(2, 'request'),
      beat(2, 'reply'),
      beat(3, 'request', { attempt: 2 }),
    ].map((boundary) => nameOf(names, boundary));
    expect(told).to.deep.equal(['1', '1', '2', '2', '1']);
  });

  it('leaves all else as it is', () => {
    const boundary = boundaryAt(activityPlace('1', 'completion'));
    expect(new ProgressNames({ progress: () => 'x' }).named(boundary)).to.equal(boundary);
  });
});
