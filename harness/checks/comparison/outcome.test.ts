import { expect } from 'chai';
import { withAttributes } from '../../contracts/sample-run/changes.ts';
import { type HistoryBuilder, historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import { job } from '../../exploration/test-support/struck.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { LedgerLine, TableRow } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import { type Outcome, outcomeOf, sameEndState, sameWork } from './outcome.ts';
import type { ComparedBooks } from './own-evidence.ts';

interface Made {
  readonly result?: Json;
  readonly stages?: readonly string[];
  readonly effects?: readonly (readonly [kind: string, outcome: LedgerLine['outcome']])[];
  readonly row?: Readonly<Record<string, Json>>;
}

const tables = [{ table: 'documents', key: 'workflow_id', ignore: ['updated_at'] }];
const context = { ignoreFields: [], keeps: { checkpoints: true, effects: true, tables } };

function booksOf(workflowId: string, { result = 'done', stages = [], effects = [], row = {} }: Made): ComparedBooks {
  const builder = historyBuilder(workflowId, { atMs: 0, type: 'ingest', args: [] });
  builder.add(10, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads([result]) });
  const collected = <T>(...rows: readonly T[]) => ({ state: 'collected', rows }) as const;
  const time = { sequence: 1, time: '2026-11-22T12:00:00.000Z' };
  const lines = effects.map(([kind, outcome]) => ({
    ...time,
    kind,
    outcome,
    subject: { document: workflowId },
    idempotencyKey: null,
    payloadHash: 'x',
    activity: null,
  }));
  const rows = stages.map((stage) => ({ sequence: 1, workflowId, stage, activityId: '1', attempt: 1, digest: 'd' }));
  return {
    eventHistories: collected(builder.history()),
    checkpoints: collected(...rows),
    effects: collected(...lines),
    tables: collected(...[{ workflow_id: workflowId, ...row }, { workflow_id: 'another workflow' }].map(documentRow)),
  };
}

/** A run of a chain, each with its page. */
function runOf(nth: number, ends: (builder: HistoryBuilder) => void): EventHistory {
  const builder = historyBuilder('w1', { atMs: 100 * nth, type: 'ingest', args: [] });
  builder.activity({ atMs: 100 * nth, type: 'charge', input: `page ${nth}`, result: null });
  ends(builder);
  const [first, ...rest] = builder.history().events;
  const start = nth === 1 ? {} : { continuedExecutionRunId: `run-${nth - 1}` };
  return {
    workflowId: 'w1',
    runId: `run-${nth}`,
    events: first === undefined ? [] : [withAttributes(first, start), ...rest],
  };
}

const documentRow = (columns: { workflow_id: string }): TableRow => ({
  table: 'documents',
  key: columns.workflow_id,
  columns,
});

const outcome = (made: Made, workflowId = 'w1'): Outcome => read(booksOf(workflowId, made), workflowId);

function read(books: ComparedBooks, workflowId: string): Outcome {
  return outcomeOf(context, { books, job: { ...job, workflowId }, entries: [] });
}

describe('outcomeOf', () => {
  it('is the same of two workflows that differ in their ids and times alone', () => {
    const made = { result: { document: 'w1' }, stages: ['b', 'a'], effects: [['ocr', 'applied']] } as const;
    const other = { ...made, result: { document: 'w2' }, stages: ['a', 'b'] };
    const first = outcome({ ...made, row: { updated_at: '10:00' } });
    expect(outcome({ ...other, row: { updated_at: '11:00' } }, 'w2')).to.deep.equal(first);
    expect(first.work).to.deep.equal({
      'checkpoint a': 1,
      'checkpoint b': 1,
      'ocr {"document":"<workflow>"}': 1,
    });
  });

  it('is of all runs of a workflow that continues as new: the end of the last, and the values of each', () => {
    const first = runOf(1, (builder) => {
      builder.add(90, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', { input: payloads(['run-1']) });
    });
    const last = runOf(2, (builder) => {
      builder.add(200, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads(['done']) });
    });
    const books = booksOf('w1', {});
    for (const rows of [
      [first, last],
      [last, first],
    ]) {
      const { state, values } = read({ ...books, eventHistories: { state: 'collected', rows } }, 'w1');
      expect(state).to.include({ end: 'WORKFLOW_EXECUTION_COMPLETED', result: 'done' });
      const inputs = values.map(({ step, value }) => [step, value['input']]);
      expect(inputs).to.deep.equal([
        ['charge 1', ['page 1']],
        ['charge 2', ['page 2']],
        ['next run ', ['<run 1>']],
      ]);
    }
  });

  it('holds a result that can not be decoded against nothing: its bytes are others in each run', () => {
    const encrypted = (bytes: string): Outcome => {
      const metadata = { encoding: Buffer.from('binary/encrypted').toString('base64') };
      const builder = historyBuilder('w1', { atMs: 0, type: 'ingest', args: [] });
      builder.add(10, 'WORKFLOW_EXECUTION_COMPLETED', { result: { payloads: [{ metadata, data: bytes }] } });
      const eventHistories = { state: 'collected', rows: [builder.history()] } as const;
      return read({ ...booksOf('w1', {}), eventHistories }, 'w1');
    };
    expect(sameEndState(encrypted('AA=='), [encrypted('BB==')]).verdict).to.equal('valid');
    const { verdict: withRead } = sameEndState(encrypted('AA=='), [
      { state: { ...(encrypted('AA==').state as object), result: 'done' } },
    ]);
    expect(withRead).to.equal('valid');
  });

  it('counts applied effects only, each as often as it was', () => {
    const { work } = outcome({
      effects: [
        ['ocr', 'applied'],
        ['ocr', 'deduplicated'],
        ['ocr', 'applied'],
      ],
    });
    expect(work).to.deep.equal({ 'ocr {"document":"<workflow>"}': 2 });
  });

  it('throws where a book is needed that could not be read', () => {
    const books = { ...booksOf('w1', {}), effects: { state: 'unavailable', reason: 'gone' } as const };
    expect(() => read(books, 'w1')).to.throw(TypeError, 'Expected a collected book');
  });

  it('says of a workflow without an event history that it never started', () => {
    expect(read(booksOf('w1', {}), 'w9').state).to.include({ end: 'never started' });
  });
});

describe('sameEndState', () => {
  it('is valid if one reference has the same outcome, invalid if none has, unknown without any', () => {
    const [mine, other] = [outcome({ result: 'x' }), outcome({ result: 'y' })];
    expect(sameEndState(mine, [other, mine]).verdict).to.equal('valid');
    const differs = sameEndState(mine, [other]);
    expect(differs.verdict).to.equal('invalid');
    expect(differs.exhibits).to.have.length(1);
    const sides = { expected: other.state, actual: mine.state };
    expect(differs.exhibits[0]).to.deep.include({ violation: 'other-end-state', ...sides });
    expect(sameEndState(mine, []).verdict).to.equal('unknown');
  });

  it('sees a row of a table that differs, but for what is ignored', () => {
    expect(sameEndState(outcome({ row: { status: 'a' } }), [outcome({ row: { status: 'b' } })]).verdict).to.equal(
      'invalid',
    );
  });
});

describe('the rows of a workflow', () => {
  const withRows = (...rows: readonly TableRow[]): Outcome => {
    const books = { ...booksOf('w1', {}), tables: { state: 'collected', rows } as const };
    const expected = [{ table: 'documents', key: 'order-w1', columns: {} }];
    const expecting = { ...job, workflowId: 'w1', expect: { ...job.expect, rows: expected } };
    return outcomeOf(context, { books, job: expecting, entries: [] });
  };
  const row = (key: string, n: number): TableRow => ({ table: 'documents', key, columns: { n } });

  it('are the same in any order', () => {
    expect(withRows(row('w1', 1), row('w1', 2))).to.deep.equal(withRows(row('w1', 2), row('w1', 1)));
    expect(withRows(row('w1', 1), row('w1', 2))).not.to.deep.equal(withRows(row('w1', 2), row('w1', 2)));
  });

  it('are those under its id and under each key that its job expects a row of', () => {
    const both = withRows(row('w1', 1), row('order-w1', 2), row('order-w2', 3), { ...row('w1', 4), table: 'other' });
    expect(both.state).to.deep.include({ tables: { documents: [{ n: 1 }, { n: 2 }] } });
  });
});

describe('sameWork', () => {
  it('names what is lost and what is doubled, with the numbers', () => {
    const wanted = outcome({ stages: ['a', 'b'], effects: [['ocr', 'applied']] });
    const done = outcome({
      stages: ['a'],
      effects: [
        ['ocr', 'applied'],
        ['ocr', 'applied'],
      ],
    });
    const finding = sameWork(done, [wanted]);
    expect(finding.verdict).to.equal('invalid');
    expect(finding.summary).to.equal('checkpoint b: 0 instead of 1; ocr {"document":"<workflow>"}: 2 instead of 1.');
    expect(finding.exhibits.map((exhibit) => (exhibit as { violation: string }).violation)).to.deep.equal([
      'lost',
      'doubled',
    ]);
  });

  it('calls work unexpected that a run without a fault never does: once is not doubled', () => {
    const done = outcome({ effects: [['refund', 'applied']], stages: ['a'] });
    const { summary, exhibits } = sameWork(done, [outcome({ stages: ['a'] })]);
    expect(summary).to.equal('refund {"document":"<workflow>"}: 1 instead of 0.');
    expect(exhibits.map((exhibit) => (exhibit as { violation: string }).violation)).to.deep.equal(['unexpected']);
  });

  it('is valid where it is that of a reference, and unknown without any', () => {
    const work = outcome({ stages: ['a'] });
    expect(sameWork(work, [outcome({}), work]).verdict).to.equal('valid');
    expect(sameWork(work, []).verdict).to.equal('unknown');
  });
});
