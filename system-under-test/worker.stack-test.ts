import { once } from 'node:events';
import { expect } from 'chai';
import { clientConfig } from './config.ts';
import { connectIngestionClient } from './ingestion-client.ts';
import { RefusedError } from './refused-error.ts';
import { startFakeServer } from './testing/fake-server.ts';
import { type IngestionStack, runWorkerProcess, startIngestionStack } from './testing/ingestion-stack.ts';
import { documentInput, shortTimeouts, startDocument } from './testing/start-document.ts';
import { waitUntil } from './testing/wait-until.ts';
import type { greeting } from './workflows/greeting.ts';

const usable = {
  PATH: process.env['PATH'] ?? '',
  TEMPORAL_PORT: '1',
  TEMPORAL_METRICS_PORT: '0',
  TEMPORAL_WORKFLOW_BUNDLE: '/nowhere.js',
  SUPABASE_URL: 'http://127.0.0.1:1',
  SUPABASE_KEY: 'key',
  OUTSIDE_WORLD_URL: 'http://127.0.0.1:1',
};

describe('the worker on a real server', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  before(async () => {
    stack = await startIngestionStack();
  });
  after(() => stack[Symbol.asyncDispose]());

  it('connects, polls, and drains to exit code 0 on SIGTERM', async () => {
    const worker = await stack.startWorker();
    expect(await worker.end('SIGTERM')).to.equal(0);
  });

  it('drains to exit code 0 on SIGINT', async () => {
    const worker = await stack.startWorker();
    expect(await worker.end('SIGINT')).to.equal(0);
  });

  it('greets', async () => {
    await stack.startWorker();
    const result = await stack.environment.client.workflow.execute<typeof greeting>('greeting', {
      workflowId: 'greeting',
      taskQueue: 'apex-ingestion-queue',
      args: [{ name: 'Ada', durationMs: 0 }, shortTimeouts],
    });
    expect(result).to.equal('hello, Ada');
  });

  it('takes ten documents through at once, by the client that people use', async () => {
    await stack.startWorker();
    const config = clientConfig({ TEMPORAL_PORT: String(stack.server.port), EMBARGO_MS: '10', BATCH_SIZE: '2' });
    await using client = await connectIngestionClient(config);
    const names = Array.from({ length: 10 }, (_, n) => `at-once-${n}`);
    await Promise.all(names.map((document) => client.start({ document, pages: 5, requester: 'someone' })));
    await Promise.all(names.map((name) => client.review(name, { decision: 'approved', reviewer: 'Ada' })));
    const results = await Promise.all(names.map((name) => stack.environment.client.workflow.getHandle(name).result()));
    const expected = names.map((document) => ({ document, status: 'published', pages: 5, batches: 3 }));
    expect(results).to.deep.equal(expected);
    expect(await client.status('at-once-3')).to.equal('published');
    const again = await client
      .start({ document: 'at-once-3', pages: 5, requester: 'someone' })
      .catch((it: unknown) => it);
    expect(again).to.be.instanceOf(RefusedError);
  });

  it('hands a running extraction over to the next worker when it is restarted', async () => {
    const first = await stack.startWorker({ TEMPORAL_TASK_QUEUE: 'restart', TEMPORAL_SHUTDOWN_GRACE_MS: '0' });
    const handle = await startDocument(stack.environment, documentInput('restart', { pages: 60 }), 'restart');
    const pagesOf = () => stack.world.applied.filter((it) => it.kind === 'ocr' && it.subject['document'] === 'restart');
    await waitUntil('ten pages', () => (pagesOf().length >= 10 ? true : undefined));
    expect(await first.end('SIGTERM')).to.equal(0);
    expect(pagesOf().length).to.be.lessThan(60);
    await stack.startWorker({ TEMPORAL_TASK_QUEUE: 'restart' });
    await handle.signal('review', { decision: 'approved', reviewer: 'Ada' });
    expect(await handle.result()).to.include({ status: 'published', pages: 60 });
    expect(pagesOf()).to.have.lengthOf(60);
    const asked = stack.world.requests.filter((it) => String(it.headers['idempotency-key']).startsWith('restart/ocr/'));
    expect(asked.length).to.be.at.most(61);
  });

  it('ends with a failure where it is not drained in time', async () => {
    const limits = { TEMPORAL_SHUTDOWN_GRACE_MS: '200', TEMPORAL_SHUTDOWN_FORCE_MS: '400', OCR_PAGE_MS: '0' };
    await using mute = await startFakeServer(() => 'never');
    const queue = { TEMPORAL_TASK_QUEUE: 'stuck', SUPABASE_URL: mute.url };
    const worker = await stack.startWorker({ ...limits, ...queue });
    await startDocument(stack.environment, documentInput('stuck'), 'stuck');
    await waitUntil('a request', () => (mute.requests.length > 0 ? true : undefined));
    expect(await worker.end('SIGTERM')).to.equal(1);
  });

  it('shows its metrics to Prometheus', async () => {
    const port = 20_000 + (process.pid % 10_000);
    await stack.startWorker({ TEMPORAL_METRICS_PORT: String(port), TEMPORAL_TASK_QUEUE: 'metrics' });
    const text = await waitUntil('metrics', async () => {
      const page = await fetch(`http://127.0.0.1:${port}/metrics`).then((it) => it.text());
      return page.includes('temporal_num_pollers') ? page : undefined;
    });
    expect(text).to.contain('task_queue="metrics"');
  });

  it('ends with 64 and one sentence where the environment can not be used', async () => {
    const worker = runWorkerProcess('worker.ts', { ...usable, TEMPORAL_PORT: 'abc' });
    expect(await once(worker.child, 'close')).to.deep.equal([64, null]);
    expect(worker.output()).to.match(/^Expected TEMPORAL_PORT to be .* but it is "abc"\. [^\n]*\n$/);
  });

  it('ends with 1 where Temporal does not answer within the limit', async () => {
    const worker = runWorkerProcess('worker.ts', { ...usable, TEMPORAL_CONNECT_LIMIT_MS: '500' });
    expect(await once(worker.child, 'close')).to.deep.equal([1, null]);
    expect(worker.output()).to.contain('Expected Temporal at 127.0.0.1:1 to answer');
  });

  it('waits for a server that is not there yet, and can be stopped meanwhile', async () => {
    const worker = runWorkerProcess('worker.ts', { ...usable, TEMPORAL_CONNECT_LIMIT_MS: '60000' });
    await waitUntil('a first try', () => (worker.output().includes('Waiting for Temporal') ? true : undefined));
    expect(await worker.end('SIGTERM')).to.equal(0);
  });
});
