import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect } from 'chai';
import type { FakeRequest } from '../testing/fake-server.ts';
import { type IngestionStack, startIngestionStack } from '../testing/ingestion-stack.ts';
import { type DocumentHandle, documentInput, shortTimeouts, startDocument } from '../testing/start-document.ts';
import { waitUntil } from '../testing/wait-until.ts';

describe('each sabotage breaks what it says', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  afterEach(() => stack[Symbol.asyncDispose]());

  const start = async (sabotage: string): Promise<void> => {
    stack = await startIngestionStack(sabotage);
    const command = brokenWorkers.has(sabotage) ? `sabotage/${sabotage}/worker.ts` : 'worker.ts';
    await stack.startWorker({ OCR_PAGE_MS: '100' }, command);
  };
  const run = async (document: string, decision: string): Promise<DocumentHandle> => {
    const handle = await startDocument(stack.environment, documentInput(document));
    await handle.signal('review', { decision, reviewer: 'Ada' });
    return handle;
  };
  /** Kills the worker once the outside world has been asked for three pages, and starts a new one. */
  const killInExtraction = async (sabotage: string): Promise<void> => {
    stack = await startIngestionStack(sabotage);
    const command = `sabotage/${sabotage}/worker.ts`;
    const slow = { OCR_PAGE_MS: '100', OUTSIDE_WORLD_TIMEOUT_MS: '10000' };
    const worker = await stack.startWorker(slow, command);
    const handle = await run('d', 'approved');
    await waitUntil('three pages', () => (stack.world.requests.length >= 3 ? true : undefined));
    await worker.end('SIGKILL');
    await stack.startWorker(slow, command);
    expect(await handle.result()).to.include({ status: 'published' });
  };
  const pages = (): readonly unknown[] =>
    stack.world.requests
      .map((it) => it.body as { kind: string; subject: { page: number } })
      .filter((it) => it.kind === 'ocr');

  it('effects-without-key: all is well without a retry, though no request has a key', async () => {
    await start('effects-without-key');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    expect(stack.world.applied.filter((it) => it.kind === 'ocr')).to.have.lengthOf(5);
    expect(stack.world.requests.some((it) => 'idempotency-key' in it.headers)).to.equal(false);
  });

  for (const [sabotage, charges] of [
    [undefined, 5],
    ['effects-without-key', 6],
  ] as const) {
    it(`${sabotage ?? 'the good system'}: is charged ${charges} times for five pages where one answer is lost`, async () => {
      let answersToLose = 1;
      const isSecondPage = (body: unknown) => (body as { subject: { page?: number } }).subject.page === 2;
      const after = ({ body }: FakeRequest) => (isSecondPage(body) && answersToLose-- > 0 ? null : undefined);
      stack = await startIngestionStack(sabotage, { after });
      await stack.startWorker({}, sabotage === undefined ? 'worker.ts' : `sabotage/${sabotage}/worker.ts`);
      expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
      expect(stack.world.applied.filter((it) => it.kind === 'ocr')).to.have.lengthOf(charges);
    });
  }

  it('progress-ignored: pages that the heartbeats cover are asked for again', async () => {
    await killInExtraction('progress-ignored');
    expect(pages().length).to.be.at.least(8);
    expect(stack.world.applied.filter((it) => it.kind === 'ocr')).to.have.lengthOf(5);
  });

  it('progress-noted-early: every page is asked for once where nothing crashes', async () => {
    await start('progress-noted-early');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    expect(pages()).to.have.lengthOf(5);
  });

  it('resume-blanks-receipts: each page is asked for once, and is embedded without its receipt', async () => {
    await killInExtraction('resume-blanks-receipts');
    expect(pages().length).to.be.at.most(6);
    const embedded = stack.world.applied.flatMap(({ kind, payload }) => (kind === 'embedding' ? [payload] : []));
    expect(JSON.stringify(embedded)).to.include('"unknown"');
  });

  it('checkpoint-lost: the row of one stage has an attempt that the table refuses', async () => {
    await start('checkpoint-lost');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    const refused = stack.supabase.rows.filter((row) => row.attempt < 1).map((row) => row.stage);
    expect(refused).to.deep.equal(['extracted']);
  });

  it('checkpoint-early: the row is there before the first page is read', async () => {
    await start('checkpoint-early');
    const handle = await startDocument(stack.environment, documentInput('d'));
    await waitUntil('the row', () => (stack.supabase.rows.some((row) => row.stage === 'extracted') ? true : undefined));
    expect(stack.world.applied.length).to.be.lessThan(5);
    await handle.terminate();
  });

  it('checkpoint-not-idempotent: a row that is there already fails the workflow', async () => {
    await start('checkpoint-not-idempotent');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    // The same document once more: its rows are there, as they are when the answer to a commit was lost.
    const again = await startDocument(stack.environment, documentInput('d'));
    const end = await again.result().catch((error: unknown) => error);
    expect(end).to.have.nested.property('cause.cause.type', 'DuplicateCheckpoint');
  });

  for (const [sabotage, attempts] of [
    [undefined, 2],
    ['checkpoint-best-effort', 1],
  ] as const) {
    it(`${sabotage ?? 'the good system'}: asks ${attempts} times for a checkpoint that Supabase refused once`, async () => {
      const asked: number[] = [];
      const supabaseAfter = ({ body }: FakeRequest) => {
        // A row that is read back comes without a body.
        const row = body as { readonly stage: string; readonly attempt: number } | undefined;
        if (row?.stage !== 'received') return undefined;
        asked.push(row.attempt);
        return asked.length === 1 ? { status: 503, body: { message: 'away' } } : undefined;
      };
      stack = await startIngestionStack(sabotage, { supabaseAfter });
      await stack.startWorker({}, sabotage === undefined ? 'worker.ts' : `sabotage/${sabotage}/worker.ts`);
      expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
      expect(asked).to.have.length(attempts);
    });
  }

  it('compensation-skipped: nothing is revoked', async () => {
    await start('compensation-skipped');
    expect(await (await run('d', 'rejected')).result()).to.include({ status: 'rejected' });
    expect(stack.world.applied.some((it) => it.kind === 'embedding-revoked')).to.equal(false);
    expect(stack.supabase.rows.at(-1)?.stage).to.equal('rejected');
  });

  it('nondeterministic: the event history does not replay', async () => {
    await start('nondeterministic');
    const handle = await run('d', 'approved');
    expect(await handle.result()).to.include({ status: 'published' });
    const history = JSON.parse(historyToJSON(await handle.fetchHistory())) as unknown;
    const options = { workflowBundle: { codePath: stack.bundlePath } };
    const failure = await Worker.runReplayHistory(options, history, 'd').catch((error: unknown) => error);
    expect(failure).to.have.property('name', 'DeterminismViolationError');
  });

  const applied = (): readonly string[] => stack.world.applied.map(({ kind }) => kind);

  it('publication-not-awaited: a publication whose answer is lost is not asked for again', async () => {
    const isPublication = ({ body }: FakeRequest) => (body as { readonly kind: string }).kind === 'publication';
    stack = await startIngestionStack(undefined, { after: (request) => (isPublication(request) ? null : undefined) });
    await stack.startWorker({}, 'sabotage/publication-not-awaited/worker.ts');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    await waitUntil('the publication', () => (applied().includes('publication') ? true : undefined));
    expect(stack.world.requests.filter(isPublication)).to.have.length(1);
  });

  it('embedding-left-behind: the batches are embedded after their revocation', async () => {
    await start('embedding-left-behind');
    expect(await (await run('d', 'rejected')).result()).to.include({ status: 'rejected' });
    await waitUntil('the batches', () =>
      applied().filter((kind) => kind === 'embedding').length === 3 ? true : undefined,
    );
    expect(applied().slice(-6)).to.deep.equal([
      ...Array.from({ length: 3 }, () => 'embedding-revoked'),
      ...Array.from({ length: 3 }, () => 'embedding'),
    ]);
  });

  it('notification-early: the notification comes before the publication', async () => {
    await start('notification-early');
    expect(await (await run('d', 'approved')).result()).to.include({ status: 'published' });
    expect(applied().slice(-2)).to.deep.equal(['notification', 'publication']);
    expect(stack.supabase.rows.at(-1)?.stage).to.equal('published');
  });

  it('embargo-halved: the timer is half as long as the embargo', async () => {
    await start('embargo-halved');
    const handle = await run('d', 'approved');
    expect(await handle.result()).to.include({ status: 'published' });
    expect(historyToJSON(await handle.fetchHistory())).to.include('"startToFireTimeout": "0.025s"');
  });

  it('heartbeat-timeout-doubled: the extraction may be silent for twice as long', async () => {
    await start('heartbeat-timeout-doubled');
    const handle = await run('d', 'approved');
    expect(await handle.result()).to.include({ status: 'published' });
    const asked = `"heartbeatTimeout": "${(2 * shortTimeouts.extractHeartbeatMs) / 1000}s"`;
    expect(historyToJSON(await handle.fetchHistory())).to.include(asked);
  });

  it('greeting-without-retry: the greeting is attempted once', async () => {
    await start('greeting-without-retry');
    const handle = await stack.environment.client.workflow.start('greeting', {
      workflowId: 'g',
      taskQueue: 'apex-ingestion-queue',
      args: [{ name: 'Ada', durationMs: 0 }, shortTimeouts],
    });
    expect(await handle.result()).to.equal('hello, Ada');
    const { events } = await handle.fetchHistory();
    const scheduled = events?.find((it) => it.activityTaskScheduledEventAttributes);
    expect(scheduled?.activityTaskScheduledEventAttributes?.retryPolicy?.maximumAttempts).to.equal(1);
  });
});

const brokenWorkers: ReadonlySet<string> = new Set([
  'effects-without-key',
  'progress-ignored',
  'progress-noted-early',
  'resume-blanks-receipts',
  'checkpoint-lost',
  'checkpoint-not-idempotent',
  'embedding-left-behind',
]);
