import { expect } from 'chai';
import type { Place } from '../../model/crash-point.ts';
import type { CheckpointRow, LedgerLine } from '../../model/evidence.ts';
import { activityPlace } from '../test-support/boundaries.ts';
import { proofOf } from '../test-support/proof-of.ts';
import { heldEntries, WORKFLOW_ID } from '../test-support/struck.ts';

describe('whyUnproved: what the services recorded', () => {
  const effect = (side: 'request' | 'reply', nth: number): Place => activityPlace('1', 'outside', { side, nth });
  const line = (attempt: number): LedgerLine => ({
    sequence: 1,
    time: '2026-11-22T12:00:00.000Z',
    kind: 'ocr',
    subject: {},
    idempotencyKey: null,
    payloadHash: 'x',
    outcome: 'applied',
    activity: {
      workflowId: WORKFLOW_ID,
      activityId: '1',
      attempt,
    },
  });

  it('takes a request that a living worker sends again by itself for a repeat, not for another place', () => {
    const place = effect('reply', 1);
    const journal = heldEntries('reply', 'held', 'lost');
    const told = (...effects: readonly LedgerLine[]) => proofOf(place, { journal, effects }, { action: 'lose-answer' });
    expect(told(line(1), { ...line(1), outcome: 'deduplicated' })).to.equal(null);
    expect(told(line(2))).to.equal('The ledger has 0 requests of that attempt instead of 1.');
    expect(proofOf(place, { effects: [line(1), line(1)] }), 'by the dead').to.equal(
      'The ledger has 2 requests of that attempt instead of 1.',
    );
  });

  it('counts the requests of the struck attempt in the ledger', () => {
    expect(proofOf(effect('reply', 2), { effects: [line(1), line(1), line(2)] })).to.equal(null);
    expect(proofOf(effect('request', 2), { effects: [line(1), line(2), line(2)] })).to.equal(null);
    expect(proofOf(effect('reply', 1), { effects: [line(2)] })).to.equal(
      'The ledger has 0 requests of that attempt instead of 1.',
    );
    expect(proofOf(effect('request', 1), { effects: [line(1), line(2)] })).to.match(/has 1 requests .* instead of 0/);
  });

  const row = (attempt: number): CheckpointRow => ({
    sequence: 1,
    workflowId: WORKFLOW_ID,
    stage: 'received',
    activityId: '1',
    attempt,
    digest: 'd',
  });
  const write = (side: 'request' | 'reply'): Place => activityPlace('1', 'supabase', { side, nth: 1 });

  it('looks whose attempt wrote the row of the table', () => {
    expect(proofOf(write('reply'), { checkpoints: [row(1)] })).to.equal(null);
    expect(proofOf(write('request'), { checkpoints: [row(2)] })).to.equal(null);
    expect(proofOf(write('reply'), { checkpoints: [row(2)] })).to.match(/not written by the attempt whose reply/);
    expect(proofOf(write('request'), { checkpoints: [row(1)] })).to.match(/was written by the attempt whose request/);
  });
});
