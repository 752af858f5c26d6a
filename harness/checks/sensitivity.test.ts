import { expect } from 'chai';
import { withEvents, withJournal, withPlan, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { entriesOf } from '../model/journal.ts';
import { checkNames } from './index.ts';
import { judgeChecks } from './judge.ts';

const run = withPlan(correctRun(), { checks: [...checkNames] });

describe('the checks together', () => {
  it('miss no checkpoint and no event history that is gone', () => {
    for (const book of ['checkpoints', 'eventHistories'] as const) {
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
});
