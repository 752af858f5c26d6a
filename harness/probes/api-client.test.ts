import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import type { ApiRequest } from '../model/api-request.ts';
import type { JournalBody } from '../model/journal.ts';
import type { Job } from '../model/plan.ts';
import type { WorkflowClient } from '../model/probes.ts';
import { askingApi } from './api-client.ts';

type Answer = { readonly status: number; readonly headers?: Record<string, string> } | 'broken';

const request: ApiRequest = { method: 'POST', path: '/orders', headers: { 'idempotency-key': 'k' }, body: { n: 1 } };
const started: string[] = [];
const workflows = {
  start: async (job: Pick<Job, 'workflowId'>) => void started.push(job.workflowId),
  act: async (workflowId: string) => void started.push(workflowId),
  outcomeUnknown: () => true,
} as unknown as WorkflowClient;

describe('a client that asks the API', () => {
  let server: Server;
  let answers: Answer[];
  let seen: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly what: string }[];
  let journal: JournalBody[];
  beforeEach(async () => {
    answers = [];
    seen = [];
    journal = [];
    started.length = 0;
    server = createServer((incoming, outgoing) => {
      void text(incoming).then((body) => {
        seen.push({ headers: incoming.headers, body, what: `${incoming.method} ${incoming.url}` });
        const answer = answers.shift() ?? { status: 202 };
        if (answer === 'broken') incoming.socket.destroy();
        else outgoing.writeHead(answer.status, answer.headers ?? {}).end('{"detail":"because"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const client = (operationLimitMs = 5000): WorkflowClient => {
    const { port } = server.address() as AddressInfo;
    const write = (body: JournalBody) => void journal.push(body);
    const of = { nowMs: () => 0, entries: () => [], write } as unknown as Parameters<typeof askingApi>[1];
    const options = { url: `http://127.0.0.1:${port}`, token: 't', requestLimitMs: 1000, operationLimitMs };
    return askingApi(workflows, { ...options, journal: of as never });
  };
  const order = { workflowType: 'order', workflowId: 'order-1', args: [], request };

  it('sends the request of the plan, with the token', async () => {
    await client().start(order);
    expect(seen).to.have.length(1);
    expect(seen[0]).to.include({ what: 'POST /orders', body: '{"n":1}' });
    expect(seen[0]?.headers).to.include({ authorization: 'Bearer t', 'idempotency-key': 'k' });
    expect(started).to.deep.equal([]);
  });

  it('asks Temporal where the plan has no request', async () => {
    await client().start({ workflowType: 'order', workflowId: 'order-2', args: [] });
    await client().act('order-3', { kind: 'cancel', name: '', args: [] });
    expect(started).to.deep.equal(['order-2', 'order-3']);
    expect(seen).to.deep.equal([]);
  });

  it('sends the same again where no answer comes, or one that says "later"; each time is journalled', async () => {
    answers = ['broken', { status: 503, headers: { 'retry-after': '1' } }, { status: 429 }];
    await client().act('order-1', { kind: 'signal', name: 'pay', args: [], request });
    expect(new Set(seen.map(({ body, headers }) => body + String(headers['idempotency-key']))).size).to.equal(1);
    const entries = journal.flatMap((entry) => (entry.kind === 'request' ? [entry] : []));
    expect(entries.map(({ attempt, status }) => [attempt, status])).to.deep.equal([
      [1, null],
      [2, 503],
      [3, 429],
      [4, 202],
    ]);
    expect(entries[0]).to.include({ component: 'api', workflowId: 'order-1', method: 'POST', path: '/orders' });
    expect(JSON.stringify(journal)).not.to.contain('Bearer');
  });

  it('takes a refusal for final: the outcome is known', async () => {
    answers = [{ status: 409 }];
    const asked = client();
    const error = await asked.start(order).catch((thrown: unknown) => thrown);
    expect(String(error)).to.equal('ApiRefusal: The API answered 409: {"detail":"because"}');
    expect(asked.outcomeUnknown(error)).to.equal(false);
    expect(seen).to.have.length(1);
  });

  it('gives up when its limit is over: the outcome is unknown', async () => {
    answers = Array.from({ length: 9 }, () => ({ status: 503 }));
    const asked = client(600);
    const error = await asked.start(order).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/^Error: The API did not carry out the request: /);
    expect(asked.outcomeUnknown(error)).to.equal(true);
  });
});
