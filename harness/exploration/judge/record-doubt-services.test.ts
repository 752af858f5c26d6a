import { expect } from 'chai';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import type { CheckpointRow, LedgerLine } from '../../model/evidence.ts';
import { activityPlace } from '../test-support/boundaries.ts';
import { dropped, history, proofOf } from '../test-support/proof-of.ts';
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

  it('lets the same attempt go on after a lost answer of a configured service, and no attempt of a dead worker', () => {
    const place = activityPlace('1', 'payments', { side: 'reply', nth: 1 });
    const journal = heldEntries('reply', 'held', 'lost');
    const told = (attempt: number) => ({ journal, history: history(attempt) });
    for (const attempt of [1, 2]) expect(proofOf(place, told(attempt), { action: 'lose-answer' })).to.equal(null);
    expect(proofOf(place, { history: history(2) })).to.equal(null);
    expect(proofOf(place, { history: history(1) })).to.match(/has attempt 1 .* attempt 1 was struck/);
  });

  it('counts the requests of the struck attempt in the ledger', () => {
    expect(proofOf(effect('reply', 2), { effects: [line(1), line(1), line(2)] })).to.equal(null);
    expect(proofOf(effect('request', 2), { effects: [line(1), line(2), line(2)] })).to.equal(null);
    expect(proofOf(effect('reply', 1), { effects: [line(2)] })).to.equal(
      'The ledger has 0 requests of that attempt instead of 1.',
    );
    expect(proofOf(effect('request', 1), { effects: [line(1), line(2)] })).to.match(/has 1 requests .* instead of 0/);
  });

  it('wants the workflow task not completed in which a local activity made a request, unless its worker lives', () => {
    const place: Place = { task: 'workflow', number: 1, exchange: 'outside', side: 'reply', attempt: 1, nth: 1 };
    const told = (startedEventId: string): string | null => {
      const facts = {
        method: 'PollWorkflowTaskQueue',
        task: 'workflow',
        workflowId: WORKFLOW_ID,
        startedEventId,
      } as const;
      return proofOf(place, { journal: [call('worker-1', 2100, facts), ...dropped(place)] });
    };
    expect(told('9')).to.equal(null);
    expect(told('3')).to.equal('The event history has the workflow task completed in which its worker died.');
    expect(proofOf(place)).to.equal('The journal does not say which workflow task it was.');
    expect(proofOf(place, { journal: heldEntries('reply', 'held', 'lost') }, { action: 'lose-answer' })).to.equal(null);
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
