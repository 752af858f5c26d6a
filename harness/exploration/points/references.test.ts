import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { type Place, placeKey } from '../../model/crash-point.ts';
import { type Job, jobSchema } from '../../model/plan.ts';
import { detectionMs, endOfReferences, settledBy, unawaitedBy } from './references.ts';

function placeOf(exchange: 'heartbeat' | 'completion' | 'failure', attempt: number, activityId = '1'): Place {
  return { task: 'activity', activityId, exchange, side: 'request', attempt };
}

describe('endOfReferences', () => {
  const jobOf = (expectation?: object): Job =>
    jobSchema.parse({ workflowType: 'w', workflowId: 'w-1', args: [], actions: [], expect: expectation });
  const ended = (job: Job, ...ends: readonly string[]) =>
    ends.map((end) => {
      const builder = historyBuilder('w-1', { atMs: 0, type: 'w', args: [] });
      builder.add(10, `WORKFLOW_EXECUTION_${end}`, {});
      return { job, runs: [builder.history()] };
    });
  const given = { end: 'completed', checkpoints: [], effects: [], progress: [] };

  it('gives a job whose end is as without a fault the end of its references', () => {
    const job = jobOf();
    expect(endOfReferences('a', ended(job, 'CANCELED', 'CANCELED'))(job).expect.end).to.equal('canceled');
  });

  it('changes no end that is given', () => {
    const job = jobOf(given);
    expect(endOfReferences('a', ended(job, 'FAILED', 'COMPLETED'))(job)).to.equal(job);
  });

  it('refuses references that end in different ways, or fail without being meant to', () => {
    const job = jobOf();
    expect(() => endOfReferences('a', ended(job, 'COMPLETED', 'CANCELED'))).to.throw(
      /ended in different ways: completed/,
    );
    expect(() => endOfReferences('a', ended(job, 'FAILED', 'FAILED'))).to.throw(/ended as failed; if it is meant to/);
    const cause = { message: 'no such account', applicationFailureInfo: {} };
    const builder = historyBuilder('w-1', { atMs: 0, type: 'w', args: [] });
    builder.add(10, 'WORKFLOW_EXECUTION_FAILED', { failure: { message: 'Activity task failed', cause } });
    expect(() => endOfReferences('a', [{ job, runs: [builder.history()] }])).to.throw(
      /ended as failed \(Activity task failed: no such account\); if/,
    );
    const either: Job = { ...job, orExpect: [{ ...jobOf(given).expect, end: 'failed' }] };
    expect(endOfReferences('a', ended(either, 'FAILED'))(either).expect.end).to.equal('failed');
  });
});

describe('detectionMs', () => {
  it('is the longest timeout by which the server sees that a worker has died: of heartbeats, else of the attempt', () => {
    const builder = historyBuilder('w-1', { atMs: 0, type: 'w', args: [] });
    expect(detectionMs([builder.history()])).to.equal(0);
    const scheduled = (id: string, timeouts: object): unknown =>
      builder.add(10, 'ACTIVITY_TASK_SCHEDULED', { activityId: id, ...timeouts });
    scheduled('1', { heartbeatTimeout: '2s', startToCloseTimeout: '3600s' });
    scheduled('2', { heartbeatTimeout: '0s', startToCloseTimeout: '60s' });
    expect(detectionMs([builder.history()])).to.equal(60_000);
  });
});

describe('settledBy', () => {
  const places = [
    placeOf('heartbeat', 1),
    placeOf('failure', 1),
    placeOf('heartbeat', 2),
    placeOf('completion', 2),
    placeOf('heartbeat', 1, '2'),
  ];
  const [first, failure, second, completion] = places.map((place) => placeKey(place));
  const settles = settledBy(places.map((place) => ({ place })));

  it('has the end of an attempt settle the heartbeats of that attempt, not those of a later one or another activity', () => {
    expect(settles.get(failure ?? '')).to.deep.equal([first]);
    expect(settles.get(completion ?? '')).to.deep.equal([first, second]);
  });

  it('has nothing else settle anything', () => {
    expect([...settles.keys()]).to.deep.equal([failure, completion]);
  });
});

describe('unawaitedBy', () => {
  const completion = (side: Place['side']): Place => ({ ...placeOf('completion', 2), side });
  const request = (attempt: number, activityId: string, side: Place['side']): Place => {
    return { task: 'activity', activityId, exchange: 'outside', side, attempt, nth: 1 };
  };

  it('names, for both sides of a completion, the requests of the same attempt and no others', () => {
    const own = [request(2, '1', 'request'), request(2, '1', 'reply')];
    const others = [request(1, '1', 'reply'), request(2, '2', 'reply'), placeOf('heartbeat', 2)];
    const places = [...own, ...others, completion('request'), completion('reply')];
    expect([...unawaitedBy(places.map((place) => ({ place })))]).to.deep.equal(
      [completion('request'), completion('reply')].map((end) => [placeKey(end), own.map((one) => placeKey(one))]),
    );
  });
});
