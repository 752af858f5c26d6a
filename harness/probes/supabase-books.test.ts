import { expect } from 'chai';
import { PAGE } from './book-client.ts';
import { checkpointReader } from './supabase-books.ts';

interface Behaviour {
  /** How many rows there are by count; left out: as many as there are. */
  readonly counted?: number;
  readonly refuses?: boolean;
}

/** A table of that many checkpoints, as the REST interface of Supabase shows it, in memory. */
function asking(number: number, { counted = number, refuses = false }: Behaviour = {}): typeof fetch {
  const rows = Array.from({ length: number }, (_, index) => {
    return { id: index + 1, workflow_id: `w-${index + 1}`, stage: 's', activity_id: '1', attempt: 1, digest: 'd' };
  });
  return async (input, init) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    if (refuses) return Response.json({ message: 'no such table' }, { status: 404 });
    if (init?.method === 'HEAD') return new Response(null, { headers: { 'content-range': `*/${counted}` } });
    const [from, most] = [Number(searchParams.get('offset') ?? 0), Number(searchParams.get('limit') ?? number)];
    return Response.json(rows.slice(from, from + most));
  };
}

async function read(ask: typeof fetch, growing = false): Promise<readonly number[] | string> {
  const book = await checkpointReader({ url: 'http://127.0.0.1:1', key: 'k', table: 'stages', fetch: ask }).book(
    growing,
  );
  return book.state === 'collected' ? book.rows.map(({ sequence }) => sequence) : book.reason;
}

describe('the book of checkpoints', () => {
  it('has each row once, beyond one page too', async () => {
    expect(await read(asking(3))).to.deep.equal([1, 2, 3]);
    const many = await read(asking(PAGE + 2));
    expect(many).to.have.length(PAGE + 2);
    expect(typeof many === 'string' ? 0 : new Set(many).size).to.equal(PAGE + 2);
  });

  it('is not there if fewer or more rows were read than there are by count', async () => {
    expect(await read(asking(2, { counted: 3 }))).to.equal('stages has 3 rows by count, but 2 were read');
    expect(await read(asking(2, { counted: 1 }))).to.equal('stages has 1 rows by count, but 2 were read');
  });

  it('may have more rows than there were before, if rows are added while it is read', async () => {
    expect(await read(asking(2, { counted: 1 }), true)).to.deep.equal([1, 2]);
    expect(await read(asking(2, { counted: 3 }), true)).to.equal('stages has 3 rows by count, but 2 were read');
  });

  it('is not there if Supabase refuses', async () => {
    expect(await read(asking(2, { refuses: true }))).to.include('no such table');
  });

  it('says which stages are visible', async () => {
    const reader = checkpointReader({ url: 'http://127.0.0.1:1', key: 'k', table: 'stages', fetch: asking(2) });
    expect([...(await reader.visible())]).to.deep.equal(['w-1/s', 'w-2/s']);
  });
});
