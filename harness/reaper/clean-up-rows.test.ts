import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { cleanUpRows, type RunRows } from './clean-up-rows.ts';

const mark = 'chaos-abc123-';

describe('the undoing of rows', () => {
  let server: Server;
  let asked: IncomingMessage[];
  /** What each answer says, in order: how many rows are gone, or that it failed; nothing is left after them. */
  let answers: (number | 'fails')[];
  let rows: RunRows;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request);
      const answer = answers.shift() ?? 0;
      if (answer === 'fails') response.writeHead(503).end('no');
      else response.end(JSON.stringify(Array.from({ length: answer }, () => ({ workflow_id: `${mark}x` }))));
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    server.listen(0, '127.0.0.1', () => resolve(undefined));
    await promise;
    const { port } = server.address() as AddressInfo;
    const tables = [
      { table: 'checkpoints', key: 'workflow_id' },
      { table: 'documents', key: 'document' },
    ];
    rows = { url: `http://127.0.0.1:${port}/base`, key: 'sb_secret_x', mark, tables };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('asks for rows of its own ids only, of each table, with the key', async () => {
    answers = [];
    await cleanUpRows(rows, { betweenMs: 1 });
    expect(asked[0]).to.include({ method: 'DELETE' });
    expect(asked[0]?.headers).to.include({ apikey: 'sb_secret_x', authorization: 'Bearer sb_secret_x' });
    const urls = asked.slice(0, 2).map(({ url = '' }) => decodeURIComponent(url));
    expect(urls).to.deep.equal([
      `/base/rest/v1/checkpoints?workflow_id=like.${mark}%&select=workflow_id`,
      `/base/rest/v1/documents?document=like.${mark}%&select=document`,
    ]);
  });

  it('looks until there is nothing twice in a row: what a dead worker had asked for may still come', async () => {
    answers = [92, 20, 0, 0, 1, 0, 'fails'];
    await cleanUpRows(rows, { betweenMs: 1 });
    expect(answers).to.deep.equal([]);
    // 92 and 20, nothing, one more, a failure, nothing twice.
    expect(asked).to.have.length(2 + 2 + 2 + 1 + 2 + 2);
  });

  it('says where rows may be left, and never the key', async () => {
    answers = Array.from({ length: 100 }, () => 'fails' as const);
    const error = await cleanUpRows(rows, { limitMs: 1, betweenMs: 1 }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_SUPABASE_ROWS');
    const { message } = error as HarnessError;
    expect(message).to.include(`${mark}*`).and.to.include('checkpoints, documents').and.to.include('503');
    expect(message).to.not.include('sb_secret_x');
  });

  it('says why there is no answer', async () => {
    server.closeAllConnections();
    server.close();
    const error = await cleanUpRows(rows, { limitMs: 1, betweenMs: 1 }).catch((thrown: unknown) => thrown);
    expect(String(error)).to.include('ECONNREFUSED');
  });
});
