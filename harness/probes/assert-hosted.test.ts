import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { toHarnessError } from '../errors.ts';
import type { HostedSupabase } from '../model/hosted-supabase.ts';
import { assertHosted } from './assert-hosted.ts';

const signal = new AbortController().signal;

describe('the demand on a hosted Supabase', () => {
  let server: Server;
  let asked: string[];
  let answer: (response: ServerResponse, method: string) => void;
  let hosted: HostedSupabase;

  beforeEach(async () => {
    asked = [];
    server = createServer(({ method = '', url = '' }, response) => {
      asked.push(`${method} ${decodeURIComponent(url)}`);
      answer(response.setHeader('content-type', 'application/json'), method);
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    server.listen(0, '127.0.0.1', () => resolve(undefined));
    await promise;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tables = [{ table: 'checkpoints', key: 'workflow_id' }];
    hosted = { url, key: 'sb_secret_x', mark: 'chaos-abc123-', tables };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const refusal = async (): Promise<{ readonly code: string; readonly message: string }> => {
    const thrown: unknown = await assertHosted(hosted, 'supabase/migrations', signal).then(
      () => new Error('It was not refused.'),
      (error: unknown) => error,
    );
    const { code, message } = toHarnessError(thrown);
    expect(message).to.not.include('sb_secret_x');
    return { code, message };
  };

  it('reads a row of each table and asks for the removal of rows of the run, of which there are none', async () => {
    answer = (response) => response.end('[]');
    await assertHosted(hosted, 'supabase/migrations', signal);
    expect(asked).to.deep.equal([
      'GET /rest/v1/checkpoints?select=workflow_id&limit=1',
      'DELETE /rest/v1/checkpoints?workflow_id=like.chaos-abc123-%&select=workflow_id',
    ]);
  });

  for (const status of [401, 403]) {
    it(`says which variable holds a wrong key, where it answers ${status}`, async () => {
      answer = (response) => response.writeHead(status).end('{"message":"Invalid API key"}');
      const { code, message } = await refusal();
      expect(code).to.equal('CHAOS_SUPABASE_KEY');
      expect(message).to.include('SUPABASE_KEY').and.to.include('Invalid API key');
    });
  }

  it('refuses a key that may read and not remove', async () => {
    answer = (response, method) => {
      if (method === 'GET') response.end('[]');
      else response.writeHead(403).end('{"message":"permission denied for table checkpoints"}');
    };
    const { code, message } = await refusal();
    expect(code).to.equal('CHAOS_SUPABASE_KEY');
    expect(message).to.include('for removing rows of checkpoints');
  });

  it('says which table is missing, and where the migrations are', async () => {
    answer = (response) => response.writeHead(404).end('{"code":"PGRST205","message":"Could not find the table"}');
    const { code, message } = await refusal();
    expect(code).to.equal('CHAOS_SUPABASE_TABLES');
    expect(message).to.include('a table checkpoints').and.to.include('Apply the migrations in supabase/migrations');
  });

  it('says that it does not answer, and why', async () => {
    answer = (response) => response.writeHead(503).end('{"message":"paused"}');
    expect(await refusal()).to.include({ code: 'CHAOS_STACK_NOT_READY' });
    server.closeAllConnections();
    server.close();
    const { code, message } = await refusal();
    expect(code).to.equal('CHAOS_STACK_NOT_READY');
    expect(message).to.include('ECONNREFUSED').and.to.include('Correct SUPABASE_URL');
  });
});
