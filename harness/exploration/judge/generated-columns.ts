import { canonicalJson, type Json, valueAt } from '../../model/json.ts';

/** Columns of tables, as `table.column`. */
export type Columns = ReadonlySet<string>;

type Row = Readonly<Record<string, Json>>;
type Tables = Readonly<Record<string, readonly Row[]>>;

/** The tables in an end state, as `outcomeOf` puts them there; none if it has none. */
function tablesIn(state: Json): Tables {
  return (valueAt(state, 'tables') ?? {}) as Tables;
}

/**
 * The columns that the system fills with new values in each run, such as generated ids and times: no two of the end states
 * have a value of it in common.
 *
 * @remarks One end state alone shows none. A column in which some agree is compared: there another value is a finding.
 */
export function generatedColumns(states: readonly Json[]): Columns {
  const [first, ...others] = states.map((state) => valuesByColumn(tablesIn(state)));
  if (first === undefined || others.length === 0) return new Set();
  const all = [first, ...others];
  return new Set([...first.keys()].filter((column) => areApart(all.map((values) => values.get(column)))));
}

function valuesByColumn(tables: Tables): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [table, rows] of Object.entries(tables)) {
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      const name = `${table}.${column}`;
      const values = found.get(name) ?? new Set();
      found.set(name, values.add(canonicalJson(value)));
    }
  }
  return found;
}

function areApart(sets: readonly (ReadonlySet<string> | undefined)[]): boolean {
  const known = sets.filter((set) => set !== undefined);
  const union = new Set(known.flatMap((set) => [...set]));
  return known.length === sets.length && union.size === known.reduce((sum, { size }) => sum + size, 0);
}

/** The end state without some columns. */
export function withoutColumns(state: Json, columns: Columns): Json {
  const tables = Object.entries(tablesIn(state));
  if (columns.size === 0 || tables.length === 0) return state;
  const left = tables.map(([table, rows]) => [
    table,
    rows.map((row) => keptOf(table, row, columns)).toSorted(byContent),
  ]);
  return { ...(state as { readonly [key: string]: Json }), tables: Object.fromEntries(left) as Json };
}

function keptOf(table: string, row: Row, columns: Columns): Json {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !columns.has(`${table}.${column}`)));
}

/** By which the rows of a table are sorted, which has no order. */
export function byContent(a: Json, b: Json): number {
  return canonicalJson(a) < canonicalJson(b) ? -1 : 1;
}
