import { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect } from 'chai';
import { digestOf, type Json } from '../activities/canonical-json.ts';
import type { Effect } from '../activities/effects-client.ts';
import { type IngestionStack, startIngestionStack } from '../testing/ingestion-stack.ts';
import {
  type DocumentHandle,
  documentInput,
  hasStatus,
  shortTimeouts,
  startDocument,
} from '../testing/start-document.ts';
import { waitUntil } from '../testing/wait-until.ts';

describe('ingestDocument on a real server', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  const finished: DocumentHandle[] = [];
  /** Documents whose batches are embedded, but never with an answer. */
  const unheard = new Set<unknown>();

  before(async () => {
    stack = await startIngestionStack(undefined, {
      after: ({ body }) => {
        const { kind, subject } = body as Effect;
        return kind === 'embedding' && unheard.has(subject['document']) ? { status: 503, body: {} } : undefined;
      },
    });
    await stack.startWorker();
  });
  after(() => stack[Symbol.asyncDispose]());

  const start = async (...args: Parameters<typeof documentInput>): Promise<DocumentHandle> => {
    const handle = await startDocument(stack.environment, documentInput(...args));
    finished.push(handle);
    return handle;
  };
  const effectsOf = (document: string): readonly string[] =>
    stack.world.applied
      .filter((it) => it.subject['document'] === document)
      .map(({ kind, subject }) =>
        [kind, subject['page'] ?? subject['batch']].filter((part) => part !== undefined).join(' '),
      );
  const stagesOf = (document: string): readonly string[] =>
    stack.supabase.rows.filter((row) => row.workflow_id === document).map((row) => row.stage);
  const digestAt = (document: string, stage: string): string | undefined =>
    stack.supabase.rows.find((row) => row.workflow_id === document && row.stage === stage)?.digest;

  const extraction = ['ocr 1', 'ocr 2', 'ocr 3', 'ocr 4', 'ocr 5'];
  const embedding = ['embedding 1', 'embedding 2', 'embedding 3'];
  const revocation = ['embedding-revoked 3', 'embedding-revoked 2', 'embedding-revoked 1'];

  it('publishes an approved document', async () => {
    const handle = await start('approved');
    await hasStatus(handle, 'in-review');
    const review = { decision: 'approved', reviewer: 'Ada' };
    await handle.signal('review', review);
    expect(await handle.result()).to.deep.equal({ document: 'approved', status: 'published', pages: 5, batches: 3 });
    expect(effectsOf('approved')).to.deep.equal([...extraction, ...embedding, 'publication', 'notification']);
    expect(stagesOf('approved')).to.deep.equal(['received', 'extracted', 'embedded', 'approved', 'published']);
    expect(digestAt('approved', 'approved')).to.equal(digestOf([review]));
    expect(digestAt('approved', 'received')).to.equal(digestOf([documentInput('approved'), shortTimeouts]));
    expect(await handle.query('status')).to.equal('published');
  });

  it('writes digests of what the event history holds', async () => {
    const { events } = await historyOf(stack.environment.client.workflow.getHandle('approved'));
    const results = (type: string): Json[] => {
      const scheduled = events.filter((it) => it.activityTaskScheduledEventAttributes?.activityType.name === type);
      return scheduled.map(({ eventId }) => {
        const done = events.find((it) => it.activityTaskCompletedEventAttributes?.scheduledEventId === eventId);
        const data = done?.activityTaskCompletedEventAttributes?.result?.payloads[0]?.data ?? '';
        return JSON.parse(Buffer.from(data, 'base64').toString()) as Json;
      });
    };
    expect(results('embedPages')).to.have.length(3);
    expect(digestAt('approved', 'extracted')).to.equal(digestOf(results('extractPages')));
    expect(digestAt('approved', 'embedded')).to.equal(digestOf(results('embedPages')));
    expect(digestAt('approved', 'published')).to.equal(digestOf(results('publish')));
  });

  it('takes the embeddings of a rejected document back in reverse order', async () => {
    const handle = await start('rejected');
    await handle.signal('review', { decision: 'rejected', reviewer: 'Ada' });
    expect(await handle.result()).to.include({ status: 'rejected', batches: 3 });
    expect(effectsOf('rejected')).to.deep.equal([...extraction, ...embedding, ...revocation]);
    expect(stagesOf('rejected')).to.deep.equal(['received', 'extracted', 'embedded', 'rejected']);
  });

  it('lets the first review decide and passes over one that says nothing it understands', async () => {
    const handle = await start('twice');
    await handle.signal('review', { decision: 'perhaps', reviewer: 'Ada' });
    await handle.signal('review', { decision: 'rejected', reviewer: 'Ada' });
    await handle.signal('review', { decision: 'approved', reviewer: 'Grace' });
    expect(await handle.result()).to.include({ status: 'rejected' });
  });

  it('withdraws a document that is not reviewed in time', async () => {
    const handle = await start('late', { reviewTimeoutMs: 100 });
    expect(await handle.result()).to.include({ status: 'timed-out' });
    expect(effectsOf('late')).to.deep.equal([...extraction, ...embedding, ...revocation]);
    expect(stagesOf('late')).to.deep.equal(['received', 'extracted', 'embedded', 'timed-out']);
  });

  it('withdraws a document that is cancelled in review, and ends as cancelled', async () => {
    const handle = await start('cancelled');
    await hasStatus(handle, 'in-review');
    await handle.cancel();
    const end = await handle.result().catch((error: unknown) => error);
    expect(end).to.be.instanceOf(WorkflowFailedError);
    expect((end as WorkflowFailedError).cause).to.be.instanceOf(CancelledFailure);
    expect(effectsOf('cancelled')).to.deep.equal([...extraction, ...embedding, ...revocation]);
    expect(stagesOf('cancelled')).to.deep.equal(['received', 'extracted', 'embedded', 'cancelled']);
  });

  it('stops a long extraction that is cancelled, with nothing to take back', async () => {
    const handle = await start('cancelled-early', { pages: 200 });
    await waitUntil('a page', () => (effectsOf('cancelled-early').length > 0 ? true : undefined));
    await handle.cancel();
    expect(await handle.result().catch((error: unknown) => error)).to.be.instanceOf(WorkflowFailedError);
    expect(effectsOf('cancelled-early').length).to.be.lessThan(200);
    expect(stagesOf('cancelled-early')).to.deep.equal(['received', 'cancelled']);
    expect(digestAt('cancelled-early', 'cancelled')).to.equal(digestOf([]));
  });

  it('withdraws a document that is cancelled during its embargo', async () => {
    const handle = await start('embargoed', { embargoMs: 86_400_000 });
    await handle.signal('review', { decision: 'approved', reviewer: 'Ada' });
    await hasStatus(handle, 'embargoed');
    await waitUntil('the timer of the embargo', async () => {
      const timers = (await historyOf(handle)).events.flatMap((it) => it.timerStartedEventAttributes ?? []);
      return timers.some((it) => it.startToFireTimeout === '86400s') ? true : undefined;
    });
    await handle.cancel();
    expect(await handle.result().catch((error: unknown) => error)).to.be.instanceOf(WorkflowFailedError);
    expect(effectsOf('embargoed')).to.deep.equal([...extraction, ...embedding, ...revocation]);
  });

  it('withdraws a document that is cancelled while it is not known whether a batch is embedded', async () => {
    unheard.add('unheard');
    const handle = await start('unheard');
    await waitUntil('a batch', () => effectsOf('unheard').find((effect) => effect === 'embedding 1'));
    await handle.cancel();
    await waitUntil('the end of the attempts', async () => {
      // An attempt that is under way fails; one that waits for its retry is cancelled by the server.
      const { events } = await historyOf(handle);
      const ended = events.filter(
        (it) => it.activityTaskFailedEventAttributes ?? it.activityTaskCanceledEventAttributes,
      );
      return ended.length > 0 ? true : undefined;
    });
    unheard.delete('unheard');
    const end = await handle.result().catch((error: unknown) => error);
    expect((end as WorkflowFailedError).cause).to.be.instanceOf(CancelledFailure);
    expect(effectsOf('unheard')).to.deep.equal([...extraction, 'embedding 1', 'embedding-revoked 1']);
    expect(stagesOf('unheard')).to.deep.equal(['received', 'extracted', 'cancelled']);
  });

  it('revokes no batch that was never asked for', async () => {
    const handle = await start('between', { pages: 60, batchSize: 1 });
    await waitUntil('a batch', () => effectsOf('between').find((effect) => effect === 'embedding 3'));
    await handle.cancel();
    await handle.result().catch((error: unknown) => error);
    const batches = (kind: string): readonly unknown[] =>
      effectsOf('between').flatMap((effect) => (effect.startsWith(`${kind} `) ? [effect.split(' ')[1]] : []));
    expect(batches('embedding').length).to.be.within(3, 59);
    expect(batches('embedding-revoked')).to.deep.equal(batches('embedding').toReversed());
  });

  it('refuses an input that makes no sense, for good', async () => {
    const handle = await start('empty', { pages: 0 });
    const end = (await handle.result().catch((error: unknown) => error)) as WorkflowFailedError;
    expect(end.cause).to.have.property('type', 'InvalidInput');
  });

  it('has event histories that all replay with the bundle the worker ran', async () => {
    const histories = await Promise.all(
      finished.map(async (handle) => ({ workflowId: handle.workflowId, history: await handle.fetchHistory() })),
    );
    const replayed: string[] = [];
    const options = { workflowBundle: { codePath: stack.bundlePath } };
    for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
      expect(error, workflowId).to.equal(undefined);
      replayed.push(workflowId);
    }
    expect(replayed)
      .to.have.members(finished.map((handle) => handle.workflowId))
      .and.have.lengthOf(10);
  });
});

async function historyOf(handle: Pick<DocumentHandle, 'fetchHistory'>): Promise<HistoryJson> {
  return JSON.parse(historyToJSON(await handle.fetchHistory())) as HistoryJson;
}

interface HistoryJson {
  readonly events: readonly {
    readonly eventId: string;
    readonly activityTaskScheduledEventAttributes?: { readonly activityType: { readonly name: string } };
    readonly activityTaskCompletedEventAttributes?: {
      readonly scheduledEventId: string;
      readonly result?: { readonly payloads: readonly { readonly data: string }[] };
    };
    readonly timerStartedEventAttributes?: { readonly startToFireTimeout: string };
    readonly activityTaskFailedEventAttributes?: object;
    readonly activityTaskCanceledEventAttributes?: object;
  }[];
}
