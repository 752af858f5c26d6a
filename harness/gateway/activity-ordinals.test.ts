import { expect } from 'chai';
import { ActivityOrdinals } from './activity-ordinals.ts';

const run = { workflowId: 'order', runId: 'run-1' };
const charge = (activityId: string) => ({ activityId, activityType: 'charge' });
const ship = (activityId: string) => ({ activityId, activityType: 'ship' });

describe('ActivityOrdinals', () => {
  it('counts the activities of each type in the order in which they are asked for, not by their ids', () => {
    const ordinals = new ActivityOrdinals();
    ordinals.proposed(1, run, [charge('f3a9'), ship('0c11')]);
    expect(ordinals.find(run, 'f3a9'), 'not taken yet').to.equal(undefined);
    ordinals.accepted(1);
    ordinals.proposed(2, run, [charge('charge-77')]);
    ordinals.accepted(2);
    expect(['f3a9', '0c11', 'charge-77'].map((id) => ordinals.find(run, id))).to.deep.equal([
      { type: 'charge', nth: 1 },
      { type: 'ship', nth: 1 },
      { type: 'charge', nth: 2 },
    ]);
    expect(ordinals.find({ ...run, workflowId: 'another' }, 'f3a9')).to.equal(undefined);
  });

  it('takes a dispatch for the proof that the server took the request, heard of or not', () => {
    const ordinals = new ActivityOrdinals();
    ordinals.proposed(1, run, [charge('a'), charge('b')]);
    ordinals.dispatched(run, 'b');
    expect(ordinals.find(run, 'b')).to.deep.equal({ type: 'charge', nth: 2 });
    ordinals.accepted(1);
    ordinals.dispatched(run, 'unknown');
    expect(ordinals.find(run, 'a')).to.deep.equal({ type: 'charge', nth: 1 });
  });

  it('counts no request that was never taken, nor one that a zombie repeats', () => {
    const ordinals = new ActivityOrdinals();
    ordinals.proposed(1, run, [charge('of the dead')]);
    ordinals.proposed(2, run, [charge('a')]);
    ordinals.accepted(2);
    ordinals.proposed(3, run, [charge('a')]);
    ordinals.accepted(3);
    ordinals.proposed(4, run, [charge('b')]);
    ordinals.accepted(4);
    expect(['a', 'b'].map((id) => ordinals.find(run, id)?.nth)).to.deep.equal([1, 2]);
  });

  it('counts anew in the next run of a chain, whose ids begin anew too', () => {
    const ordinals = new ActivityOrdinals();
    const next = { ...run, runId: 'run-2' };
    ordinals.proposed(1, run, [charge('1')]);
    ordinals.accepted(1);
    ordinals.proposed(2, next, [charge('1')]);
    ordinals.accepted(2);
    expect([ordinals.find(run, '1')?.nth, ordinals.find(next, '1')?.nth]).to.deep.equal([1, 1]);
  });
});
