import { once } from 'node:events';
import { expect } from 'chai';
import { clientConfig } from '../config.ts';
import { ingestionApiClient } from '../ingestion-api-client.ts';
import { RefusedError } from '../refused-error.ts';
import { type ApiProcess, apiToken, startApi } from '../testing/api-process.ts';
import { type IngestionStack, runWorkerProcess, startIngestionStack } from '../testing/ingestion-stack.ts';
import { waitUntil } from '../testing/wait-until.ts';

const approve = { decision: 'approved', reviewer: 'grace' };
const usable = { PATH: process.env['PATH'] ?? '', SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_KEY: 'key' };

describe('the REST API on a real server', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  let api: ApiProcess;
  let environment: Record<string, string>;
  before(async () => {
    stack = await startIngestionStack();
    environment = {
      TEMPORAL_PORT: String(stack.server.port),
      TEMPORAL_CALL_LIMIT_MS: '3000',
      SUPABASE_URL: stack.supabase.url,
      BATCH_SIZE: '2',
      EMBARGO_MS: '10',
    };
    await stack.startWorker();
    api = await startApi(environment);
  });
  after(async () => {
    await api.process.end('SIGKILL');
    await stack[Symbol.asyncDispose]();
  });

  const start = (document: string, key: string, pages = 3) =>
    api.ask('POST', '/documents', { key, body: { document, pages, requester: 'ada' } });
  const review = (document: string, key: string, body: unknown = approve) =>
    api.ask('POST', `/documents/${document}/review`, { key, body });
  const crash = async (): Promise<void> => {
    await api.process.end('SIGKILL');
    api = await startApi({ ...environment, API_PORT: new URL(api.url).port });
  };
  /** Its workflow is in review before its row is: an activity writes the row. */
  const inReview = (document: string) =>
    waitUntil(`${document} to be in review, by its workflow and by its row`, async () => {
      const { body } = await api.ask('GET', `/documents/${document}`);
      const row = body['row'] as { readonly status?: unknown } | null;
      return body['status'] === 'in-review' && row?.status === 'in-review' ? body : undefined;
    });
  const eventsOf = async (document: string, attributes: string): Promise<number> => {
    const { events } = await stack.environment.client.workflow.getHandle(document).fetchHistory();
    return (events ?? []).filter((event) => attributes in event && event[attributes as keyof typeof event]).length;
  };

  it('takes a document through, and shows how it stands by its workflow and by its row', async () => {
    expect(await start('through', 'through-1')).to.deep.include({
      status: 202,
      body: { document: 'through', replayed: false },
    });
    expect(await inReview('through')).to.include({ execution: 'running' });
    expect(await review('through', 'through-2')).to.deep.include({ status: 202 });
    const result = await stack.environment.client.workflow.getHandle('through').result();
    expect(result).to.deep.equal({ document: 'through', status: 'published', pages: 3, batches: 2 });
  });

  it('starts a document once by the same key, after a crash of the API too', async () => {
    expect((await start('once', 'once-1')).body).to.deep.equal({ document: 'once', replayed: false });
    await crash();
    expect(await start('once', 'once-1')).to.deep.include({ status: 202, body: { document: 'once', replayed: true } });
    expect(await start('once', 'another')).to.include({ status: 409 });
    expect(await start('once', 'once-1', 4)).to.include({ status: 422 });
  });

  it('counts a review once by the same key: at the same time, after a crash, and when the workflow has ended', async () => {
    await start('reviewed', 'reviewed-1');
    await inReview('reviewed');
    const both = await Promise.all([review('reviewed', 'reviewed-2'), review('reviewed', 'reviewed-2')]);
    expect(both.map(({ status }) => status)).to.deep.equal([202, 202]);
    await crash();
    await stack.environment.client.workflow.getHandle('reviewed').result();
    expect((await review('reviewed', 'reviewed-2')).body).to.deep.equal({ document: 'reviewed', replayed: true });
    expect(await eventsOf('reviewed', 'workflowExecutionSignaledEventAttributes')).to.equal(1);
    expect(await review('reviewed', 'reviewed-2', { ...approve, decision: 'rejected' })).to.include({ status: 422 });
    expect(await review('reviewed', 'a-new-one')).to.include({ status: 409 });
  });

  it('takes one of two reviews that come with one key at the same time, and refuses the other', async () => {
    await start('disputed', 'disputed-1');
    await inReview('disputed');
    const decisions = ['approved', 'rejected'] as const;
    const both = await Promise.all(
      decisions.map((decision) => review('disputed', 'disputed-2', { ...approve, decision })),
    );
    expect(both.map(({ status }) => status)).to.have.members([202, 422]);
    const taken = decisions[both.findIndex(({ status }) => status === 202)];
    const { status } = (await stack.environment.client.workflow.getHandle('disputed').result()) as { status: string };
    expect(status).to.equal(taken === 'approved' ? 'published' : 'rejected');
  });

  it('cancels a document, and again', async () => {
    await start('cancelled', 'cancelled-1');
    await inReview('cancelled');
    expect(await api.ask('DELETE', '/documents/cancelled')).to.include({ status: 202 });
    expect(await api.ask('DELETE', '/documents/cancelled')).to.include({ status: 202 });
    await waitUntil('the workflow to be cancelled', async () => {
      const { body } = await api.ask('GET', '/documents/cancelled');
      return body['execution'] === 'cancelled' ? true : undefined;
    });
    expect((await api.ask('DELETE', '/documents/cancelled')).body).to.deep.equal({
      document: 'cancelled',
      replayed: true,
    });
    expect(await eventsOf('cancelled', 'workflowExecutionCancelRequestedEventAttributes')).to.equal(1);
    expect(await api.ask('DELETE', '/documents/through')).to.include({ status: 409 });
  });

  it('serves the client that people use', async () => {
    await using client = ingestionApiClient(clientConfig({ API_URL: api.url, API_TOKEN: apiToken }));
    await client.start({ document: 'by-client', pages: 1, requester: 'ada' });
    await inReview('by-client');
    await client.review('by-client', { decision: 'rejected', reviewer: 'grace' });
    await stack.environment.client.workflow.getHandle('by-client').result();
    expect(await client.status('by-client')).to.equal('rejected');
    const again = await client.cancel('by-client').catch((error: unknown) => error);
    expect(again).to.be.instanceOf(RefusedError);
    expect(String(again)).to.match(/ has ended\. /);
  });

  it('answers 404 for a document that was never started', async () => {
    expect(await api.ask('GET', '/documents/never')).to.include({ status: 404 });
    expect(await api.ask('DELETE', '/documents/never')).to.include({ status: 404 });
    expect(await review('never', 'never-1')).to.include({ status: 404 });
  });

  it('answers 503 with the time to wait while Temporal is away', async () => {
    const away = await startApi({ ...environment, TEMPORAL_PORT: '1', TEMPORAL_CALL_LIMIT_MS: '500' });
    try {
      const body = { document: 'away', pages: 1 };
      for (const answer of [
        await away.ask('POST', '/documents', { key: 'away-1', body }),
        await away.ask('GET', '/documents/away'),
        await away.ask('POST', '/documents/away/review', { key: 'away-2', body: approve }),
        await away.ask('DELETE', '/documents/away'),
        await away.ask('GET', '/readyz'),
      ]) {
        expect(answer.status, JSON.stringify(answer.body)).to.equal(503);
        expect(answer.headers.get('Retry-After')).to.equal('1');
        expect(answer.body['detail']).to.match(/^Temporal does not answer, /);
      }
      expect((await away.ask('GET', '/healthz')).status).to.equal(200);
    } finally {
      expect(await away.process.end('SIGTERM'), away.process.output()).to.equal(0);
    }
  });

  it('shows a document by its row if no worker answers, and without a row if Supabase is away', async () => {
    const lonely = await startApi({ ...environment, SUPABASE_URL: 'http://127.0.0.1:1' });
    try {
      const { body } = await lonely.ask('GET', '/documents/through');
      expect(body).to.deep.equal({ document: 'through', execution: 'completed', status: 'published', row: null });
    } finally {
      await lonely.process.end('SIGKILL');
    }
  });

  for (const [what, env, code, sentence] of [
    [
      'no token',
      { API_TOKEN: '' },
      64,
      /^Expected API_TOKEN to be a secret of 16 characters or more, but it is not set/,
    ],
    ['a short token', { API_TOKEN: 'short' }, 64, /^Expected API_TOKEN .*, but it is not\. See /],
    ['a bad port', { API_PORT: '0' }, 64, /^Expected API_PORT to be a whole number from 1 to 65535, but it is "0"\./],
  ] as const) {
    it(`does not start with ${what}: ${code}, in one sentence`, async () => {
      const refused = runWorkerProcess('api/main.ts', { ...usable, API_TOKEN: apiToken, ...env });
      expect((await once(refused.child, 'exit'))[0], refused.output()).to.equal(code);
      expect(refused.output()).to.match(sentence);
      expect(refused.output().trim().split('\n')).to.have.length(1);
    });
  }

  it('does not start on a port that is taken: 1, in one sentence', async () => {
    const port = new URL(api.url).port;
    const refused = runWorkerProcess('api/main.ts', { ...usable, API_TOKEN: apiToken, API_PORT: port });
    expect((await once(refused.child, 'exit'))[0], refused.output()).to.equal(1);
    const line = JSON.parse(refused.output()) as { readonly level: string; readonly error: string };
    expect(line.level).to.equal('error');
    expect(line.error).to.match(
      /^Error: Expected 127\.0\.0\.1:\d+ to be free to listen on, but it is not\. Set API_HOST/,
    );
  });
});
