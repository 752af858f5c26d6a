import { canonicalJson, type Json, valueAt } from '../../model/json.ts';

/** Places of end states, such as `.result.ids[0]` or `.tables.orders[*].id`: all rows of a table are at the same place. */
export type Places = ReadonlySet<string>;

/** So many characters, or so large a number, has what is generated at least. */
const LEAST = { length: 8, number: 100_000 } as const;

/** What stands for a generated value. */
const GENERATED = '<generated>';

/**
 * The places at which the system puts new values in each run, such as generated ids and times: no two of the end states
 * have a value there in common.
 *
 * @remarks One end state alone shows none. A place at which some agree is compared: there another value is a finding.
 * Outside of tables the values must look generated as well, because a workflow may end in several ways, and must end in
 * one of them: a status is a word without a digit, and a count is a small number. A text that differs in its number alone
 * names another thing each time.
 */
export function generatedPlaces(states: readonly Json[]): Places {
  const [first, ...others] = states.map((state) => valuesByPlace(state));
  if (first === undefined || others.length === 0) return new Set();
  const all = [first, ...others];
  return new Set([...first.keys()].filter((at) => areGenerated(at, all)));
}

type ValuesByPlace = ReadonlyMap<string, ReadonlySet<Json>>;

function valuesByPlace(state: Json): ValuesByPlace {
  const found = new Map<string, Set<Json>>();
  changed(state, '', (at, leaf) => {
    found.set(at, (found.get(at) ?? new Set()).add(leaf));
    return leaf;
  });
  return found;
}

function areGenerated(at: string, all: readonly ValuesByPlace[]): boolean {
  const sets = all.map((values) => values.get(at)).filter((set) => set !== undefined);
  const union = new Set(sets.flatMap((set) => [...set]));
  const areApart = sets.length === all.length && union.size === sets.reduce((sum, { size }) => sum + size, 0);
  return areApart && (at.startsWith('.tables.') || areNew([...union]));
}

/** Values that look generated, or texts with a number that counts on, such as `ch_1` and `ch_2`. */
function areNew(values: readonly Json[]): boolean {
  if (values.every((value) => looksGenerated(value))) return true;
  const texts = values.map((value) => (typeof value === 'string' ? value.replaceAll(/\d+/g, '#') : ''));
  return (texts[0] ?? '').includes('#') && new Set(texts).size === 1;
}

function looksGenerated(value: Json): boolean {
  if (typeof value === 'number') return Math.abs(value) >= LEAST.number;
  return typeof value === 'string' && value.length >= LEAST.length && /\d/.test(value);
}

/** An end state with one and the same word for all generated values, and its rows in the order that they then have. */
export function withoutGenerated(state: Json, places: Places): Json {
  if (places.size === 0) return state;
  const left = changed(state, '', (at, leaf) => (places.has(at) ? GENERATED : leaf));
  const tables = Object.entries((valueAt(left, 'tables') ?? {}) as Readonly<Record<string, readonly Json[]>>);
  if (tables.length === 0) return left;
  const sorted = tables.map(([table, rows]) => [table, rows.toSorted(byContent)] as const);
  return { ...(left as { readonly [key: string]: Json }), tables: Object.fromEntries(sorted) };
}

/** The value with another leaf at each place. */
function changed(value: Json, at: string, change: (at: string, leaf: Json) => Json): Json {
  if (value === null || typeof value !== 'object') return change(at, value);
  if (Array.isArray(value)) {
    const isTable = /^\.tables\.[^.[]+$/.test(at);
    return value.map((item: Json, index) => changed(item, `${at}[${isTable ? '*' : index}]`, change));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, changed(item, `${at}.${name}`, change)]),
  );
}

/** By which the rows of a table are sorted, which has no order. */
export function byContent(a: Json, b: Json): number {
  return canonicalJson(a) < canonicalJson(b) ? -1 : 1;
}
