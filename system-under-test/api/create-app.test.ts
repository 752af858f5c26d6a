import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { expect } from 'chai';
import type { MiddlewareHandler } from 'hono';
import { waitUntil } from '../testing/wait-until.ts';
import { createApp } from './create-app.ts';
import type { DocumentService } from './document-service.ts';
import { Problem } from './problem.ts';

const config = { API_TOKEN: 'a-token-of-tests', API_BODY_LIMIT_BYTES: 1000, API_REQUESTS_PER_SECOND: 1000 };
const good = { document: 'contract-7', pages: 3, requester: 'ada' };

function appWith(
  change: Partial<DocumentService> = {},
  limits: Partial<typeof config> = {},
  count?: MiddlewareHandler,
): OpenAPIHono {
  const accepted = { document: 'contract-7', replayed: false };
  const documents: DocumentService = {
    start: async () => accepted,
    review: async () => accepted,
    cancel: async () => accepted,
    state: async (document) => ({ document, execution: 'running', status: 'in-review', row: null }),
    ready: async () => undefined,
    ...change,
  };
  return createApp(documents, { ...config, ...limits }, count);
}

interface Wish {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
}

type Refused = readonly [what: string, wish: Wish, status: number, sentence: RegExp];

async function ask(app: OpenAPIHono, { method = 'POST', path = '/documents', headers, body = good }: Wish = {}) {
  const usual = {
    Authorization: `Bearer ${config.API_TOKEN}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': 'key-1',
  };
  const all = Object.entries({ ...usual, ...headers }).filter((pair): pair is [string, string] => pair[1] !== null);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const sent = method === 'GET' || method === 'DELETE' ? {} : { body: text };
  return await app.request(path, { method, headers: Object.fromEntries(all), ...sent });
}

describe('the REST API', () => {
  it('starts, shows, reviews and cancels a document', async () => {
    const app = appWith();
    expect((await ask(app)).status).to.equal(202);
    const review = { path: '/documents/contract-7/review', body: { decision: 'approved', reviewer: 'grace' } };
    expect((await ask(app, review)).status).to.equal(202);
    expect((await ask(app, { method: 'DELETE', path: '/documents/contract-7' })).status).to.equal(202);
    const shown = await ask(app, { method: 'GET', path: '/documents/contract-7' });
    expect(await shown.json()).to.deep.equal({
      document: 'contract-7',
      execution: 'running',
      status: 'in-review',
      row: null,
    });
  });

  const review = '/documents/contract-7/review';
  const bad: readonly Refused[] = [
    ['no token', { headers: { Authorization: null } }, 401, /^The bearer token is missing or wrong\. /],
    ['a wrong token', { headers: { Authorization: 'Bearer x' } }, 401, /^The bearer token /],
    ['another scheme', { headers: { Authorization: 'Basic eDp5' } }, 401, /^The bearer token /],
    ['no key', { headers: { 'Idempotency-Key': null } }, 400, /^Idempotency-Key must be set, /],
    ['a key with a blank', { headers: { 'Idempotency-Key': 'a b' } }, 400, /^Idempotency-Key must have /],
    ['a key that is too long', { headers: { 'Idempotency-Key': 'k'.repeat(201) } }, 400, /^Idempotency-Key must /],
    ['no JSON', { body: '{"document"' }, 400, /^The body is not valid JSON\./],
    ['an empty body', { body: '' }, 400, /./],
    ['a list', { body: [] }, 400, /^The body /],
    ['another media type', { headers: { 'Content-Type': 'text/plain' } }, 415, /^The body must be JSON\. /],
    ...[
      'application/json;',
      'application/json; charset',
      'application/json, text/plain',
      'application/json-seq',
      'application/json-patch+json',
    ].map(
      (type): Refused => [
        `the type "${type}"`,
        { headers: { 'Content-Type': type } },
        415,
        /^The body must be JSON\. /,
      ],
    ),
    ['no media type', { headers: { 'Content-Type': null } }, 415, /^The body must be JSON\. /],
    ['too large a body', { body: { ...good, requester: 'x'.repeat(2000) } }, 413, /^The body may have at most 1000 /],
    ['no document', { body: { pages: 3 } }, 400, /^document /],
    ['an empty document', { body: { ...good, document: '' } }, 400, /^document must have 1 to 200 /],
    ['a document with a slash', { body: { ...good, document: 'a/b' } }, 400, /^document must /],
    ['no page', { body: { ...good, pages: 0 } }, 400, /^pages /],
    ['half a page', { body: { ...good, pages: 1.5 } }, 400, /^pages /],
    ['pages in words', { body: { ...good, pages: '3' } }, 400, /^pages /],
    ['a requester with a control character', { body: { ...good, requester: 'a\u0000' } }, 400, /^requester must /],
    ['half a character', { body: '{"document":"a","pages":1,"requester":"\\ud800"}' }, 400, /^requester must /],
    ['no requester', { body: { ...good, requester: '' } }, 400, /^requester must have 1 to 200 /],
    ['an unknown field', { body: { ...good, colour: 'red' } }, 400, /^The body .*colour/],
    ['no decision', { path: review, body: { reviewer: 'grace' } }, 400, /^decision /],
    ['an unknown decision', { path: review, body: { decision: 'perhaps' } }, 400, /^decision /],
    ['a bad name in the path', { method: 'GET', path: '/documents/%20' }, 400, /^document must /],
    ['an unknown path', { method: 'GET', path: '/nowhere' }, 404, /^There is nothing at this path\. /],
    ['an unknown path below', { method: 'GET', path: '/documents/a/b' }, 404, /^There is nothing /],
    ['a wrong method without JSON', { path: '/documents/a', headers: { 'Content-Type': null } }, 405, /^This path /],
    ['a wrong method', { method: 'PUT' }, 405, /^This path knows only POST\. /],
    [
      'a wrong method of a document',
      { method: 'PUT', path: '/documents/a' },
      405,
      /^This path knows only GET, DELETE\./,
    ],
  ];
  for (const [what, wish, status, sentence] of bad) {
    it(`refuses ${what} by ${status}, in one sentence`, async () => {
      const answer = await ask(appWith(), wish);
      const problem = (await answer.json()) as Record<string, unknown>;
      expect(answer.status, JSON.stringify(problem)).to.equal(status);
      expect(answer.headers.get('Content-Type')).to.equal('application/problem+json');
      expect(problem).to.have.all.keys('type', 'title', 'status', 'detail');
      expect(problem['detail']).to.match(sentence);
    });
  }

  it('passes the refusal of the service on, with its headers', async () => {
    const away = new Problem(503, 'Temporal does not answer.', { 'Retry-After': '1' });
    const answer = await ask(appWith({ start: () => Promise.reject(away) }));
    expect(answer.status).to.equal(503);
    expect(answer.headers.get('Retry-After')).to.equal('1');
  });

  it('refuses a body that breaks off by 400, which is no error of the API', async () => {
    const seen: number[] = [];
    const app = appWith({}, {}, async (context, next) => {
      await next();
      seen.push(context.res.status);
    });
    const { error } = console;
    const logged: unknown[] = [];
    console.error = (...words: unknown[]) => void logged.push(...words);
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    try {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      const headers = ['Host: x', `Authorization: Bearer ${config.API_TOKEN}`, 'Idempotency-Key: k'];
      const chunked = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];
      socket.resume().write(['POST /documents HTTP/1.1', ...headers, ...chunked, '', 'ZZ', ''].join('\r\n'));
      await once(socket, 'close');
      await waitUntil('the request to be over', async () => Promise.resolve(seen[0]));
    } finally {
      server.close();
      console.error = error;
    }
    expect({ seen, logged }).to.deep.equal({ seen: [400], logged: [] });
  });

  it('keeps the text of an unforeseen error to itself', async () => {
    const { error } = console;
    const logged: unknown[] = [];
    console.error = (...words: unknown[]) => void logged.push(...words);
    try {
      const answer = await ask(appWith({ start: () => Promise.reject(new Error('a secret')) }));
      expect(answer.status).to.equal(500);
      expect(await answer.text()).not.to.contain('secret');
    } finally {
      console.error = error;
    }
    expect(String(logged)).to.contain('a secret');
  });

  it('refuses more requests a second than it is set to, with the time to wait', async () => {
    const app = appWith({}, { API_REQUESTS_PER_SECOND: 2 });
    const answers = [await ask(app), await ask(app), await ask(app)];
    expect(answers.map(({ status }) => status)).to.deep.equal([202, 202, 429]);
    expect(answers[2]?.headers.get('Retry-After')).to.equal('1');
    expect((await app.request('/healthz')).status).to.equal(200);
  });

  it('answers health checks without a token', async () => {
    expect((await appWith().request('/readyz')).status).to.equal(200);
    const away = appWith({ ready: () => Promise.reject(new Problem(503, 'Temporal does not answer.')) });
    expect((await away.request('/readyz')).status).to.equal(503);
    expect((await away.request('/healthz')).status).to.equal(200);
  });

  it('describes every operation, and a page tries it that loads nothing from elsewhere', async () => {
    const app = appWith();
    const document = (await (await app.request('/openapi.json')).json()) as { paths: Record<string, object> };
    expect(
      Object.entries(document.paths).map(([path, of]) => `${path} ${Object.keys(of).sort().join(' ')}`),
    ).to.have.members([
      '/healthz get',
      '/readyz get',
      '/documents post',
      '/documents/{document} delete get',
      '/documents/{document}/review post',
    ]);
    const page = await app.request('/');
    expect(page.headers.get('Content-Security-Policy')).to.match(/^default-src 'none'; connect-src 'self'; /);
    expect(await page.text()).not.to.match(/https?:\/\//);
  });
});
