import type { CheckpointRow } from '../activities/checkpoint-store.ts';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fake-server.ts';

/** The tables `checkpoints` and `documents` as Supabase's REST interface shows them, in memory. */
export interface FakeSupabase extends FakeServer {
  readonly rows: readonly CheckpointRow[];
}

/** Starts both tables; `after` may answer in its stead when it has acted. */
export async function startFakeSupabase(
  after: (request: FakeRequest) => FakeAnswer | undefined = () => undefined,
): Promise<FakeSupabase> {
  const rows: CheckpointRow[] = [];
  const statuses = new Map<string, string>();
  const insert = ({ body, headers }: FakeRequest): FakeAnswer => {
    const row = body as CheckpointRow;
    const isThere = rows.some((it) => it.workflow_id === row.workflow_id && it.stage === row.stage);
    const ignores = String(headers['prefer']).includes('resolution=ignore-duplicates');
    if (isThere && !ignores) return { status: 409, body: { code: '23505', message: 'duplicate key' } };
    if (!isThere) {
      rows.push(row);
      statuses.set(`eq.${row.workflow_id}`, row.status);
    }
    return { status: 201, body: isThere ? [] : [{ digest: row.digest }] };
  };
  const documents = ({ method, url, body }: FakeRequest): FakeAnswer => {
    const key = url.searchParams.get('workflow_id') ?? '';
    if (method === 'PATCH') statuses.set(key, (body as { readonly status: string }).status);
    const status = statuses.get(key);
    return { status: 200, body: status === undefined ? [] : [{ status, updated_at: '2026-01-01T00:00:00+00:00' }] };
  };
  const answerOf = (request: FakeRequest): FakeAnswer => {
    if (request.url.pathname === '/rest/v1/documents') return documents(request);
    if (request.url.pathname !== '/rest/v1/checkpoints') return { status: 404, body: { message: 'no such table' } };
    return request.method === 'POST' ? insert(request) : { status: 200, body: selected(rows, request) };
  };
  const server = await startFakeServer((request) => {
    const answer = answerOf(request);
    const instead = after(request);
    return instead === undefined ? answer : instead;
  });
  return Object.assign(server, { rows });
}

function selected(rows: readonly CheckpointRow[], { url }: FakeRequest): readonly object[] {
  const matches = (row: CheckpointRow): boolean =>
    (['workflow_id', 'stage', 'digest'] as const).every((column) =>
      url.searchParams.getAll(column).every((filter) => passes(filter, row[column])),
    );
  return rows.filter(matches).map(({ workflow_id, digest }) => ({ workflow_id, digest }));
}

/** Whether a value passes a filter of the interface: `eq.a`, `neq.a` or `in.(a,b)`. */
function passes(filter: string, value: string): boolean {
  if (filter.startsWith('neq.')) return filter !== `neq.${value}`;
  if (filter.startsWith('in.')) return filter.slice('in.('.length, -1).split(',').includes(value);
  return filter === `eq.${value}`;
}
