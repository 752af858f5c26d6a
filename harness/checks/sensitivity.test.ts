import { expect } from 'chai';
import { withEntries, withEvents, withJournal, withPlan, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import type { UnsteadyCause } from '../model/journal-entry.ts';
import { checkNames } from './index.ts';
import { judgeChecks } from './judge.ts';

const run = withPlan(correctRun(), { checks: [...checkNames] });

describe('the checks together', () => {
  it('miss no checkpoint, no event history and no row of a table that is gone', () => {
    for (const book of ['checkpoints', 'eventHistories', 'tables'] as const) {
      const rows = run[book].state === 'collected' ? run[book].rows : [];
      expect(rows.length, book).to.be.greaterThan(0);
      for (const index of rows.keys()) {
        const judged = judgeChecks(
          withRows(run, book, (all) => all.filter((_, place) => place !== index) as typeof all),
        );
        expect(judged.verdict, `${book} without row ${index}`).to.equal('invalid');
      }
    }
  });

  it('miss no doubling and no loss of an effect', () => {
    const lines = run.effects.state === 'collected' ? run.effects.rows : [];
    for (const line of lines.filter((one) => one.outcome === 'applied')) {
      expect(judgeChecks(withRows(run, 'effects', (all) => [...all, line])).verdict).to.equal('invalid');
      expect(judgeChecks(withRows(run, 'effects', (all) => all.filter((one) => one !== line))).verdict).to.equal(
        'invalid',
      );
    }
  });

  it('miss no event that is gone', () => {
    const histories = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
    for (const { workflowId, events } of histories) {
      for (const event of events) {
        const judged = judgeChecks(withEvents(run, workflowId, (one) => (one === event ? null : one)));
        expect(judged.verdict, `${workflowId} without event ${event.eventId}`).to.equal('invalid');
      }
    }
  });

  it('miss no operation of the client that was never asked for', () => {
    for (const { operation } of entriesOf(run.journal, 'client')) {
      const judged = judgeChecks(
        withJournal(run, (entry) => (entry.kind === 'client' && entry.operation === operation ? null : entry)),
      );
      expect(judged.verdict, `without operation ${operation}`).to.equal('invalid');
    }
  });

  it('take no run for valid whose fault left no trace in the journal', () => {
    // The lives of components are what the landings are computed from, which are given here.
    for (const kind of ['fault', 'call', 'client'] as const) {
      const judged = judgeChecks(withJournal(run, (entry) => (entry.kind === kind ? null : entry)));
      expect(judged.verdict, `without ${kind} entries`).not.to.equal('valid');
    }
  });

  it('hang on no sentence of the journal', () => {
    const look = { kind: 'steady-state', holds: false, canaryMs: 900, canaryLimitMs: 500, atMs: 7990 } as const;
    const unread = { kind: 'unread-call', component: 'worker-1', incarnation: 1, side: 'reply', method: 'M' } as const;
    const steady = (cause: UnsteadyCause): Dated => ({
      ...look,
      reasons: [{ cause, detail: 'the canary took 900 ms' }],
    });
    const variants: readonly (readonly [string, Evidence])[] = [
      ['valid', run],
      ['unknown', withEntries(run, steady('canary-slow'))],
      ['invalid', withEntries(run, steady('component-down'))],
      ['unknown', withEntries(run, { ...unread, error: 'out of range', atMs: 4000 })],
      ['valid', withEntries(run, { kind: 'note', message: 'It was relayed unread.', atMs: 4000 })],
      ['valid', withEntries(run, { kind: 'canaries', workflowIds: ['canary-1'], atMs: 4000 })],
    ];
    for (const [verdict, evidence] of variants) {
      const reworded = { ...evidence, journal: evidence.journal.map((entry) => withoutWords(entry)) };
      expect(reworded.journal).not.to.deep.equal(evidence.journal);
      const verdicts = (one: Evidence): readonly string[] => judgeChecks(one).findings.map((found) => found.verdict);
      expect(verdicts(reworded)).to.deep.equal(verdicts(evidence));
      expect(judgeChecks(reworded).verdict).to.equal(verdict);
    }
  });
});

/** What people read in an entry, and no check may. */
const sentences = new Set(['message', 'reason', 'error', 'detail', 'grpcMessage']);

/** The entry with another word in the place of each sentence. */
function withoutWords<T>(entry: T): T {
  const reworded: unknown = JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
    sentences.has(key) && typeof value === 'string' ? 'so it is' : value,
  );
  return reworded as T;
}
