import { expect } from 'chai';
import {
  violationsOf,
  withJob,
  withJournal,
  withoutBook,
  withPlan,
  withRows,
} from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Finding } from '../model/check.ts';
import type { Evidence, TableRow } from '../model/evidence.ts';
import type { ExpectedRow } from '../model/expected-row.ts';
import { judgeChecks } from './judge.ts';
import { rowsAsExpected } from './rows-as-expected.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => rowsAsExpected.judge(evidence);
const withTables = (change: (rows: readonly TableRow[]) => readonly TableRow[], evidence = run): Evidence =>
  withRows(evidence, 'tables', change);
const withColumns = (columns: TableRow['columns']): Evidence =>
  withTables((rows) =>
    rows.map((row) => (row.key === 'document-1' ? { ...row, columns: { ...row.columns, ...columns } } : row)),
  );
const expecting = (rows: ExpectedRow[], evidence = run): Evidence =>
  withJob(evidence, 'document-1', (job) => ({ ...job, expect: { ...job.expect, rows } }));
const orders = (...columns: readonly TableRow['columns'][]): Evidence =>
  withTables((rows) => [...rows, ...columns.map((one) => ({ table: 'orders', key: 'order-1', columns: one }))]);

describe('rows-as-expected', () => {
  it('is valid where each job has its row, and says how much was compared', () => {
    expect(judge(run)).to.deep.include({
      verdict: 'valid',
      summary: '2 rows under 2 expected keys, all as expected; 2 columns compared.',
    });
  });

  it('finds a published document whose row says that it is being extracted', () => {
    const stale = withColumns({ status: 'extracting' });
    expect(judgeChecks(stale).verdict).to.equal('invalid');
    const finding = judge(stale);
    expect(finding.summary).to.equal(
      '1 difference in 2 rows under 2 expected keys; first document-1: documents of document-1 has another status (expected published, got extracting).',
    );
    const place = { workflowId: 'document-1', table: 'documents', key: 'document-1', column: 'status' };
    const sides = { expected: 'published', actual: 'extracting' };
    expect(finding.exhibits).to.have.length(1);
    expect(finding.exhibits[0]).to.deep.include({ violation: 'other-value', ...place, ...sides });
  });

  it('finds a row that is missing, and one that is there twice', () => {
    const none = judge(withTables((rows) => rows.slice(1)));
    expect(none.exhibits[0]).to.deep.include({
      violation: 'missing',
      workflowId: 'document-1',
      table: 'documents',
      key: 'document-1',
      expected: { status: 'published' },
      actual: null,
    });
    const twice = judge(withTables((rows) => [...rows, ...rows.slice(0, 1)]));
    expect(twice.summary).to.match(/first document-1: documents of document-1 has 2 rows \(expected 1, got 2\)\.$/);
    expect(violationsOf(twice)).to.deep.equal(['doubled']);
  });

  it('finds a row that must not be there', () => {
    const gone: ExpectedRow[] = [{ table: 'documents', columns: {}, times: 0 }];
    expect(violationsOf(judge(expecting(gone)))).to.deep.equal(['unexpected']);
    expect(
      judge(
        expecting(
          gone,
          withTables((rows) => rows.slice(1)),
        ),
      ).verdict,
    ).to.equal('valid');
  });

  it('compares no column but the expected ones, and no key but those that a job expects', () => {
    expect(judge(withColumns({ updated_at: 'later', note: 'new' })).verdict).to.equal('valid');
    const other = { table: 'documents', key: 'canary-1', columns: { status: 'extracting' } };
    expect(
      judge(withTables((rows) => [...rows, other, { ...other, table: 'audit', key: 'document-1' }])).verdict,
    ).to.equal('valid');
  });

  it('finds rows by another key, in any order', () => {
    const debit = { table: 'orders', key: 'order-1', columns: { side: 'debit', cents: 5 } };
    const any = { table: 'orders', key: 'order-1', columns: { cents: 5 } };
    const two = [
      { side: 'debit', cents: 5 },
      { side: 'credit', cents: 5 },
    ];
    for (const rows of [two, two.toReversed()]) {
      for (const wanted of [[debit, any], [any, debit], [{ ...any, times: 2 }]]) {
        expect(judge(expecting(wanted, orders(...rows))).verdict).to.equal('valid');
      }
    }
    const wrong = judge(expecting([debit, any], orders({ side: 'debit', cents: 5 }, { side: 'credit', cents: 6 })));
    expect(wrong.exhibits.map((exhibit) => exhibit)).to.have.length(1);
    expect(wrong.exhibits[0]).to.deep.include({ violation: 'other-value', column: 'cents', expected: 5, actual: 6 });
    expect(violationsOf(judge(expecting([debit, any], orders({ side: 'debit', cents: 5 }))))).to.deep.equal([
      'missing',
    ]);
  });

  it('adds up what several jobs expect under one key', () => {
    const shared: ExpectedRow[] = [{ table: 'orders', key: 'order-1', columns: { cents: 5 } }];
    const both = withJob(expecting(shared, orders({ cents: 5 }, { cents: 5 })), 'document-2', (job) => ({
      ...job,
      expect: { ...job.expect, rows: shared },
    }));
    expect(judge(both).verdict).to.equal('valid');
    expect(violationsOf(judge(withTables((rows) => rows.slice(0, -1), both)))).to.deep.equal(['missing']);
  });

  it('is unknown where no job expects a row, where a column is not one of the table, and without the book', () => {
    const none = withPlan(run, {
      workload: run.plan.workload.map((job) => ({ ...job, expect: { ...job.expect, rows: [] } })),
    });
    expect(judge(none)).to.deep.include({ verdict: 'unknown', summary: 'No job expects a row of a table.' });
    expect(judge(expecting([{ table: 'documents', columns: { stauts: 'published' } }]))).to.deep.include({
      verdict: 'unknown',
      summary: 'documents has no column "stauts". Correct the expectation.',
    });
    expect(judge(withoutBook(run, 'tables')).verdict).to.equal('unknown');
  });

  it('misses no row of a workflow that may never have been started, counts it, and is unknown where all are such', () => {
    const absent = (...ids: readonly string[]): Evidence => {
      const info = withJournal(run, (entry) =>
        entry.kind === 'client' && ids.includes(entry.workflowId) && entry.step === 'ok'
          ? { ...entry, step: 'info' }
          : entry,
      );
      return withRows(info, 'eventHistories', (rows) => rows.filter(({ workflowId }) => !ids.includes(workflowId)));
    };
    const one = judge(withTables((rows) => rows.slice(0, 1), absent('document-2')));
    expect(one.verdict).to.equal('valid');
    expect(one.summary).to.include('1 row under 1 expected key').and.include('the first: document-2');
    expect(judge(absent('document-2')).verdict).to.equal('valid');
    expect(judge(withTables(() => [], absent('document-1', 'document-2'))).verdict).to.equal('unknown');
  });
});
