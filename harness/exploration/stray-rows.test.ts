import { expect } from 'chai';
import type { CheckpointRow, LedgerLine } from '../model/evidence.ts';
import { strayRows } from './stray-rows.ts';

const context = { runId: 'run-1', keeps: { checkpoints: true, effects: true } };
const line = (subject: LedgerLine['subject'], workflowId: string | null, outcome: LedgerLine['outcome'] = 'applied') =>
  ({ sequence: 1, kind: 'ocr', subject, outcome, activity: workflowId === null ? null : { workflowId } }) as LedgerLine;
const row = (workflowId: string): CheckpointRow => ({ sequence: 1, workflowId, stage: 's' }) as CheckpointRow;
const found = (lines: readonly LedgerLine[], rows: readonly CheckpointRow[]) =>
  strayRows({ effects: { state: 'collected', rows: lines }, checkpoints: { state: 'collected', rows } }, context);

describe('strayRows', () => {
  it('finds nothing where every row belongs to a workflow, by who asked or by its subject', () => {
    const lines = [line({ document: 'run-1-a' }, null), line({ page: 1 }, 'run-1-a')];
    expect(found(lines, [row('run-1-a')])).to.deep.equal([]);
  });

  it('is invalid where an effect was applied, or a checkpoint written, that no workflow answers for', () => {
    const verdicts = found([line({ page: 1 }, null), line({ page: 2 }, 'other')], [row('other')]);
    expect(verdicts.map(({ verdict, exhibits }) => [verdict, exhibits.length])).to.deep.equal([
      ['invalid', 2],
      ['invalid', 1],
    ]);
  });

  it('leaves requests alone that were absorbed', () => {
    expect(found([line({ page: 1 }, null, 'deduplicated')], [])).to.deep.equal([]);
  });

  it('is unknown where a book that is kept could not be read, and only then', () => {
    const gone = { state: 'unavailable', reason: 'gone' } as const;
    const books = { effects: gone, checkpoints: gone };
    expect(strayRows(books, context).map(({ verdict }) => verdict)).to.deep.equal(['unknown', 'unknown']);
    expect(strayRows(books, { ...context, keeps: { checkpoints: false, effects: false } })).to.deep.equal([]);
  });
});
