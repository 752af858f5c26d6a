import { expect } from 'chai';
import { journalOf } from '../contracts/sample-run/journal-builder.ts';
import type { Boundary, Place } from '../model/crash-point.ts';
import type { CheckpointRow, LedgerLine } from '../model/evidence.ts';
import type { JournalBody } from '../model/journal.ts';
import { requestsArePoints, requestsAttributed, requestsWithoutPoints } from './request-findings.ts';
import { activityPlace, boundaryAt } from './test-support/boundaries.ts';
import { job, WORKFLOW_ID } from './test-support/struck.ts';

const sender = { component: 'worker-1', incarnation: 1 } as const;
const link = 'outside@worker-1';
const asked = { kind: 'unattributed-request', ...sender, link, method: 'POST', path: '/effects' } as const;
const entriesOf = (...bodies: readonly JournalBody[]) => journalOf(bodies.map((body, atMs) => ({ ...body, atMs })));

describe('requestsAttributed', () => {
  const told = (...bodies: readonly JournalBody[]) => requestsAttributed(entriesOf(...bodies), [{ jobs: [job] }]);
  const unheld = { ...asked, workflowId: WORKFLOW_ID, activityId: '7', error: 'worker-1 does not hold that activity' };

  it('doubts references in which attribute() named an activity that the sender did not hold', () => {
    const [finding, ...more] = told(unheld, unheld);
    expect(more).to.deep.equal([]);
    expect(finding).to.deep.include({ check: 'requests-attributed', verdict: 'unknown' });
    expect(finding?.summary).to.contain('for 2 requests, the first POST /effects').and.to.contain('does not hold');
    expect(finding?.exhibits[0]).to.deep.include({ workflowId: WORKFLOW_ID, activityId: '7' });
  });

  it('leaves a zombie of a struck workflow alone', () => {
    expect(told({ ...unheld, workflowId: 'struck-1' })).to.deep.equal([]);
  });
});

describe('requestsArePoints', () => {
  const line = (activityId: string, attempt = 1): LedgerLine => ({
    ...({ sequence: 1, time: '2026-11-22T12:00:00.000Z', kind: 'charge', subject: {}, idempotencyKey: null } as const),
    ...({ payloadHash: 'x', outcome: 'applied', activity: { workflowId: WORKFLOW_ID, activityId, attempt } } as const),
  });
  const row: CheckpointRow = {
    sequence: 1,
    workflowId: WORKFLOW_ID,
    stage: 'received',
    activityId: '2',
    attempt: 1,
    digest: 'd',
  };
  const outside = (nth: number, activityId = '1') => activityPlace(activityId, 'outside', { side: 'request', nth });
  const told = (places: readonly Place[], lines: readonly LedgerLine[], rows: readonly CheckpointRow[] = []) => {
    const boundaries: readonly Boundary[] = places.map((place) => boundaryAt(place, 0, WORKFLOW_ID));
    const known = [{ name: 'paid', seen: new Map([[WORKFLOW_ID, boundaries]]) }];
    const books = { effects: { state: 'collected', rows: lines }, checkpoints: { state: 'collected', rows } } as const;
    return requestsArePoints(known, books);
  };

  it('is content where the relays saw every request that the services have', () => {
    expect(told([outside(1), outside(2)], [line('1'), line('1')])).to.deep.equal([]);
    expect(told([outside(1), outside(2)], [line('1')]), 'one that is no effect').to.deep.equal([]);
    const written = activityPlace('2', 'supabase', { side: 'request', nth: 1 });
    expect(told([written], [], [row, { ...row, stage: 'second' }]), 'two rows at once').to.deep.equal([]);
  });

  it('misses the points of a request for which attribute() gave null', () => {
    const [finding] = told([outside(1)], [line('1'), line('1'), line('3', 2)]);
    expect(finding).to.deep.include({ check: 'requests-attributed', verdict: 'unknown' });
    expect(finding?.summary).to.match(/^Case paid: 2 requests .* the first to outside by attempt 1 of activity 1/);
    expect(told([], [], [row])).to.have.length(1);
  });

  it('takes the requests of local activities for points of their workflow task', () => {
    const local: Place = { task: 'workflow', number: 1, exchange: 'outside', side: 'request', attempt: 1, nth: 1 };
    expect(told([local], [line('local-1')])).to.deep.equal([]);
    expect(told([local], [line('local-1'), line('local-2')])).to.have.length(1);
  });
});

describe('requestsWithoutPoints', () => {
  const http = {
    kind: 'http',
    call: 1,
    ...sender,
    link,
    method: 'GET',
    path: '/',
    startedMs: 0,
    latencyMs: 1,
  } as const;
  const request = { ...http, outcome: 'answered', status: 200, requestBytes: 0, replyBytes: 0 } as const;
  const phase = (state: 'begin' | 'end') => ({ kind: 'phase', phase: 'baseline', state }) as const;

  it('says so where no function names activities, or gave null for some requests of the references', () => {
    expect(requestsWithoutPoints([], false)).to.have.length(1);
    const owned = { ...request, workflowId: 'w', activityId: '1', attempt: 1, nth: 1 };
    expect(requestsWithoutPoints(entriesOf(phase('begin'), owned, phase('end'), request), true)).to.deep.equal([]);
    expect(requestsWithoutPoints(entriesOf(phase('begin'), owned, request, phase('end')), true)).to.deep.equal([
      '1 of 2 requests in the references (attribute() gave null: no points)',
    ]);
    const failed = { ...asked, error: 'junk' };
    expect(
      requestsWithoutPoints(entriesOf(phase('begin'), failed, request, phase('end')), true),
      'a finding',
    ).to.deep.equal([]);
  });
});
