import { count } from '../model/count.ts';
import type { Evidence, TableRow } from '../model/evidence.ts';
import { type ExpectedRow, expectsRows, keyOfRow } from '../model/expected-row.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid, withFirst } from './define-check.ts';
import { describeDoubt, type JobRecord, jobRecords, mayBeAbsent } from './evidence/job-records.ts';
import { pairUp } from './evidence/pair-up.ts';

/**
 * The tables have the rows that jobs expect, as often and with the values that they expect.
 *
 * @remarks Only the expected columns are compared, and only keys are looked at that a job expects rows under.
 */
export const rowsAsExpected = defineCheck({
  name: 'rows-as-expected',
  invariant:
    'Each row that a job expects in a table is there at the end, as often and with the values that it expects.',
  books: ['tables', 'eventHistories'],
  givenBy: expectsRows,
  points: { applies: ({ plan }) => expectsRows(plan), references: 'all' },
  judge: (evidence) => {
    const keys = expectedKeys(evidence);
    if (keys.length === 0) return unknown('No job expects a row of a table.');
    const certain = keys.filter((one) => !isOpen(one));
    const rows = certain.reduce((sum, { actual }) => sum + actual.length, 0);
    const numbers = `${count(rows, 'row')} under ${count(certain.length, 'expected key')}`;
    const violations = certain.flatMap((one) => violationsOf(one));
    if (violations.length > 0) {
      const lead = `${count(violations.length, 'difference')} in ${numbers}`;
      return invalid(withFirst(lead, violations), violations);
    }
    const stray = keys.flatMap(({ strays }) => strays)[0];
    if (stray !== undefined) return unknown(`${stray} Correct the expectation.`);
    const open = keys.flatMap((one) => (isOpen(one) ? one.records : []));
    const doubts = open.filter(({ doubt }) => doubt !== null);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    const absent = describeAbsent(open);
    if (certain.length === 0) return unknown(absent);
    const columns = certain.reduce((sum, one) => sum + columnsOf(one), 0);
    const compared = `${numbers}, all as expected; ${count(columns, 'column')} compared.`;
    return valid(absent === '' ? compared : `${compared} ${absent}`);
  },
});

interface WantedRow extends ExpectedRow {
  readonly workflowId: string;
}

/** A key of a table that jobs expect rows under. */
interface ExpectedKey {
  readonly table: string;
  readonly key: string;
  readonly wanted: readonly WantedRow[];
  readonly actual: readonly TableRow[];
  /** Of the jobs that expect the rows. */
  readonly records: readonly JobRecord[];
  /** One sentence for each expected column that the table does not have. */
  readonly strays: readonly string[];
}

function expectedKeys(evidence: Evidence): readonly ExpectedKey[] {
  const rows = rowsOf(evidence.tables);
  const expected = jobRecords(evidence).flatMap((record) => {
    const { workflowId, expect } = record.job;
    return (expect.rows ?? []).map((row) => ({ ...row, workflowId, key: keyOfRow(row, workflowId), record }));
  });
  const groups = Map.groupBy(expected, ({ table, key }) => canonicalJson([table, key]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { table, key } = first;
    const ofTable = rows.filter((row) => row.table === table);
    const known = new Set(ofTable.flatMap(({ columns }) => Object.keys(columns)));
    const isKnown = (column: string): boolean => known.size === 0 || known.has(column);
    const wanted = group.map((row) => ({ ...row, columns: pick(row.columns, isKnown) }));
    const names = new Set(group.flatMap(({ columns }) => Object.keys(columns)));
    const strays = [...names].filter((name) => !isKnown(name)).map((name) => `${table} has no column "${name}".`);
    const actual = ofTable.filter((row) => row.key === key);
    return [{ table, key, wanted, actual, strays, records: [...new Set(group.map(({ record }) => record))] }];
  });
}

function pick(columns: ExpectedRow['columns'], isKept: (column: string) => boolean): ExpectedRow['columns'] {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => isKept(column)));
}

/** Whether its rows may rightly be other ones by now: a job is still at work, or may never have been started. */
function isOpen({ records, actual }: ExpectedKey): boolean {
  return records.some((record) => record.doubt !== null || (actual.length === 0 && mayBeAbsent(record)));
}

/** Neither a row nor an event history of them is there, so none is missing; empty if there are none such. */
function describeAbsent(absent: readonly JobRecord[]): string {
  if (absent.length === 0) return '';
  const first = absent[0]?.job.workflowId ?? '';
  return `${count(absent.length, 'workflow')} may never have been started and left no row (the first: ${first}).`;
}

function violationsOf(one: ExpectedKey): readonly ToldViolation[] {
  const each = one.wanted.flatMap((row) => Array.from({ length: row.times ?? 1 }, () => row));
  const { misfits, missing, extra } = pairUp(each, one.actual, (row, actual) => differing(row, actual).length === 0);
  const place = { table: one.table, key: one.key };
  const where = `${one.table} of ${one.key}`;
  return [
    ...misfits.flatMap(([row, { columns }]) =>
      differing(row, { columns }).map((column): ToldViolation => {
        const sides = { expected: row.columns[column] ?? null, actual: columns[column] ?? null };
        const detail = `${where} has another ${column}.`;
        return { workflowId: row.workflowId, violation: 'other-value', detail, ...place, column, ...sides };
      }),
    ),
    ...missing.map(({ workflowId, columns }): ToldViolation => {
      const detail = `${where} lacks an expected row.`;
      return { workflowId, violation: 'missing', detail, ...place, expected: columns, actual: null };
    }),
    ...surplusOf(one, extra),
  ];
}

type Columns = Pick<TableRow, 'columns'>;

/** The expected columns in which a row differs. */
function differing({ columns: expected }: Columns, { columns: actual }: Columns): readonly string[] {
  const isSame = (value: Json, other: Json | undefined): boolean =>
    other !== undefined && canonicalJson(value) === canonicalJson(other);
  return Object.entries(expected).flatMap(([column, value]) => (isSame(value, actual[column]) ? [] : [column]));
}

function surplusOf(
  { table, key, wanted, actual }: ExpectedKey,
  surplus: readonly TableRow[],
): readonly ToldViolation[] {
  if (surplus.length === 0) return [];
  const workflowId = wanted[0]?.workflowId ?? key;
  const expected = wanted.reduce((sum, { times = 1 }) => sum + times, 0);
  const violation = expected === 0 ? 'unexpected' : 'doubled';
  const detail = `${table} of ${key} has ${count(actual.length, 'row')}.`;
  const rows = surplus.map(({ columns }) => columns);
  return [{ workflowId, violation, detail, table, key, expected, actual: actual.length, rows }];
}

function columnsOf({ wanted }: ExpectedKey): number {
  return wanted.reduce((sum, { columns, times = 1 }) => sum + Object.keys(columns).length * times, 0);
}
