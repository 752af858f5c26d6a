import { expect } from 'chai';
import { buildBundle, type IngestionStack, startIngestionStack } from '../../testing/ingestion-stack.ts';
import {
  type DocumentHandle,
  documentInput,
  hasStatus,
  shortTimeouts,
  startDocument,
} from '../../testing/start-document.ts';

describe('the second version of ingestDocument on a real server', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  before(async () => {
    stack = await startIngestionStack();
  });
  after(() => stack[Symbol.asyncDispose]());

  const second = async (): Promise<unknown> =>
    stack.startWorker({ TEMPORAL_WORKFLOW_BUNDLE: await buildBundle('v2') }, 'versions/v2/worker.ts');
  const approve = (handle: DocumentHandle): Promise<void> =>
    handle.signal('review', { decision: 'approved', reviewer: 'Ada' });
  const typesOf = async (handle: DocumentHandle): Promise<readonly string[]> => {
    const { events } = await handle.fetchHistory();
    return (events ?? []).flatMap(
      (event) =>
        event.activityTaskScheduledEventAttributes?.activityType?.name ??
        event.markerRecordedEventAttributes?.markerName ??
        [],
    );
  };

  it('continues what the first one began: on the old path behind the change, on the new one before it', async () => {
    const first = await stack.startWorker();
    const behind = await startDocument(stack.environment, documentInput('behind', { embargoMs: 3000 }));
    const before = await startDocument(stack.environment, documentInput('before'));
    await approve(behind);
    await hasStatus(behind, 'embargoed');
    await hasStatus(before, 'in-review');
    expect(await first.end('SIGTERM')).to.equal(0);
    await second();
    await approve(before);
    expect(await behind.result()).to.include({ status: 'published' });
    expect(await before.result()).to.include({ status: 'published' });
    expect(await typesOf(behind)).not.to.include.members(['findDuplicate']);
    expect(await typesOf(before)).to.include.members(['core_patch', 'findDuplicate']);
  });

  it('withdraws a document that was published under another workflow id', async () => {
    const { client } = stack.environment;
    const [input, timeouts] = [documentInput('again'), shortTimeouts];
    const start = (workflowId: string): Promise<DocumentHandle> =>
      client.workflow.start('ingestDocument', {
        workflowId,
        taskQueue: 'apex-ingestion-queue',
        args: [input, timeouts],
      });
    const once = await start('again');
    await approve(once);
    expect(await once.result()).to.include({ status: 'published' });
    const twice = await start('again-under-another-id');
    await approve(twice);
    expect(await twice.result()).to.include({ status: 'rejected' });
  });
});
