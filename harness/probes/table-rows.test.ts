import { expect } from 'chai';
import type { Book, TableRow } from '../model/evidence.ts';
import { readTables, type TablesPlace } from './table-rows.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** How the interface of Supabase behaves beside what it is asked. */
interface Behaviour {
  /** The most rows of one answer. */
  readonly most?: number;
  readonly counted?: number;
  readonly refuses?: boolean;
}

/** A table `orders` as the REST interface of Supabase shows it, in memory. */
function asking(rows: readonly Row[], { most = 1000, counted, refuses = false }: Behaviour = {}): typeof fetch {
  return async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    if (refuses) return Response.json({ message: 'no such table' }, { status: 404 });
    const filters = searchParams.getAll('order_id');
    const found = rows
      .filter(({ order_id: id }) => id !== null && filters.every((filter) => passes(filter, String(id))))
      .toSorted((a, b) => (String(a['order_id']) < String(b['order_id']) ? -1 : 1));
    const headers = { 'content-range': `*/${counted ?? found.length}` };
    if (init?.method === 'HEAD') return new Response(null, { headers });
    const limit = Math.min(most, Number(searchParams.get('limit') ?? most));
    return Response.json(found.slice(0, limit), { headers });
  };
}

function passes(filter: string, id: string): boolean {
  if (filter.startsWith('gte.')) return id >= filter.slice('gte.'.length);
  if (filter.startsWith('like.')) return id.startsWith(filter.slice('like.'.length, -1));
  return filter === 'not.is.null';
}

function read(ask: typeof fetch, more: Partial<TablesPlace> = {}, growing = false): Promise<Book<TableRow>> {
  const tables = [{ table: 'orders', key: 'order_id' }];
  return readTables({ url: 'http://127.0.0.1:1', key: 'k', tables, fetch: ask, page: 3, ...more }, growing);
}

const keysOf = (book: Book<TableRow>): readonly string[] =>
  book.state === 'collected'
    ? book.rows.map(({ key, columns }) => `${key} ${JSON.stringify(columns['n'])}`)
    : [book.reason];
const order = (id: string | number | null, n: number): Row => ({ order_id: id, n });

describe('readTables', () => {
  it('reads each row once, page by page, though several have the same key', async () => {
    const rows = [
      order('a', 1),
      order('b', 1),
      order('b', 2),
      order('c', 1),
      order('c', 2),
      order('d', 1),
      order('e', 1),
    ];
    expect(keysOf(await read(asking(rows)))).to.deep.equal(['a 1', 'b 1', 'b 2', 'c 1', 'c 2', 'd 1', 'e 1']);
    expect(keysOf(await read(asking(rows.slice(0, 3))))).to.deep.equal(['a 1', 'b 1', 'b 2']);
    expect(keysOf(await read(asking([])))).to.deep.equal([]);
  });

  it('knows a row by its table and its key as text, and has all columns of it', async () => {
    expect(await read(asking([order(7, 1), order(null, 2)]))).to.deep.equal({
      state: 'collected',
      rows: [{ table: 'orders', key: '7', columns: { order_id: 7, n: 1 } }],
    });
  });

  it('reads the rows of the run alone where others are in the table', async () => {
    const rows = [order('chaos-1-a', 1), order('order-1', 1)];
    expect(keysOf(await read(asking(rows), { mark: 'chaos-1-' }))).to.deep.equal(['chaos-1-a 1']);
  });

  it('has no book where the answers are cut, where a key has more rows than a page, or where it is refused', async () => {
    const rows = [order('a', 1), order('b', 1), order('c', 1)];
    expect(keysOf(await read(asking(rows, { most: 2 })))).to.deep.equal([
      'orders has 3 rows by count, but 2 were read',
    ]);
    expect(keysOf(await read(asking(rows, { counted: 4 })))).to.deep.equal([
      'orders has 4 rows by count, but 3 were read',
    ]);
    const many = [1, 2, 3].map((n) => order('a', n));
    expect(keysOf(await read(asking(many)))).to.deep.equal(['reading orders: 3 rows or more have the key a']);
    expect(keysOf(await read(asking(rows, { refuses: true })))).to.deep.equal(['reading orders: no such table']);
  });

  it('counts no rows while others come and go', async () => {
    expect(keysOf(await read(asking([order('a', 1)], { counted: 2 }), {}, true))).to.deep.equal(['a 1']);
  });
});
