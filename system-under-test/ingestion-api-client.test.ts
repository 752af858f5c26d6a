import { expect } from 'chai';
import { clientConfig } from './config.ts';
import { ingestionApiClient } from './ingestion-api-client.ts';
import { RefusedError } from './refused-error.ts';
import { type FakeAnswer, startFakeServer } from './testing/fake-server.ts';

const accepted = { status: 202, body: { document: 'a', replayed: false } };

async function withAnswers(...answers: readonly FakeAnswer[]) {
  const left = [...answers];
  const server = await startFakeServer(() => (left.length === 0 ? accepted : (left.shift() ?? null)));
  const config = clientConfig({ API_URL: server.url, API_TOKEN: 'a-token-of-tests', TEMPORAL_CALL_LIMIT_MS: '2000' });
  return { server, client: ingestionApiClient(config) };
}

describe('the client of the REST API', () => {
  it('sends the same request again, with the same key, until it is answered', async () => {
    const { server, client } = await withAnswers(null, { status: 503, body: {} }, accepted);
    await using _server = server;
    expect(await client.start({ document: 'a', pages: 3, requester: 'ada' })).to.equal('a');
    const sent = server.requests.map(({ headers, body }) => JSON.stringify([headers['idempotency-key'], body]));
    expect(sent).to.have.length(3);
    expect(new Set(sent).size).to.equal(1);
  });

  it('takes a new key for each new request', async () => {
    const { server, client } = await withAnswers();
    await using _server = server;
    await client.review('a', { decision: 'approved', reviewer: 'grace' });
    await client.cancel('a');
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).to.equal(2);
    expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}`)).to.deep.equal([
      'POST /documents/a/review',
      'DELETE /documents/a',
    ]);
  });

  it('passes a refusal on in its words, and sends it once', async () => {
    const { server, client } = await withAnswers({ status: 409, body: { detail: 'It has ended.' } });
    await using _server = server;
    const refused = await client.cancel('a').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RefusedError).with.property('message', 'It has ended.');
    expect(server.requests).to.have.length(1);
  });

  it('gives up when the limit of a call is over', async () => {
    const away = { status: 503, body: {} };
    const { server, client } = await withAnswers(...Array.from({ length: 20 }, () => away));
    await using _server = server;
    const failed = await client.status('a').catch((error: unknown) => error);
    expect(String(failed)).to.match(/^Error: Expected the API at .* but it answered 503\. Check API_URL\.$/);
  });

  it('needs an address and a token', () => {
    expect(() => ingestionApiClient(clientConfig({}))).to.throw(/^Expected API_URL and API_TOKEN to be set for --api/);
  });
});
