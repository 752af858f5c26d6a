import { expect } from 'chai';
import { type ClientConfig, clientConfig } from './config.ts';
import { connectIngestionClient } from './ingestion-client.ts';
import { RefusedError } from './refused-error.ts';
import { type IngestionStack, startIngestionStack } from './testing/ingestion-stack.ts';
import { type DocumentHandle, documentInput, hasStatus, startDocument } from './testing/start-document.ts';
import { waitUntil } from './testing/wait-until.ts';

describe('builds that are deployed on a real server', function () {
  this.timeout(60_000);
  let stack: IngestionStack;
  let config: ClientConfig;

  before(async () => {
    stack = await startIngestionStack();
    config = clientConfig({ TEMPORAL_PORT: String(stack.server.port) });
  });
  after(() => stack[Symbol.asyncDispose]());

  const worker = (buildId: string, versioning: string): Promise<unknown> =>
    stack.startWorker({ TEMPORAL_WORKER_BUILD_ID: buildId, TEMPORAL_WORKER_VERSIONING: versioning });
  /** The server knows a build a moment after its first poll. */
  const deploy = async (buildId: string, share?: number): Promise<void> => {
    await using client = await connectIngestionClient(config);
    await waitUntil(`build ${buildId} to be known`, async () => {
      const refused = await client.deploy(buildId, share).catch((error: unknown) => error);
      if (refused !== undefined && !(refused instanceof RefusedError)) throw refused;
      return refused === undefined ? true : undefined;
    });
  };
  const start = (document: string): Promise<DocumentHandle> =>
    startDocument(stack.environment, documentInput(document, { embargoMs: 0 }));
  const approve = async (handle: DocumentHandle): Promise<void> => {
    await handle.signal('review', { decision: 'approved', reviewer: 'Ada' });
    expect(await handle.result()).to.include({ status: 'published' });
  };
  /** The builds that completed its workflow tasks, each once, in order. */
  const buildsOf = async (handle: DocumentHandle): Promise<readonly string[]> => {
    const { events = [] } = await handle.fetchHistory();
    const completed = events?.flatMap((event) => event.workflowTaskCompletedEventAttributes ?? []) ?? [];
    return [...new Set(completed.map((task) => task.deploymentVersion?.buildId ?? 'none'))];
  };

  it('refuses a build of which no worker has polled', async () => {
    await using client = await connectIngestionClient(config);
    const refused = await client.deploy('v9').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RefusedError).with.property('message').that.contains('no worker of it has polled');
  });

  it('keeps a pinned execution on the build that it began with, and begins new ones on the current build', async () => {
    await worker('v1', 'pinned');
    await deploy('v1');
    const old = await start('pinned-old');
    await hasStatus(old, 'in-review');
    await worker('v2', 'pinned');
    await deploy('v2');
    const young = await start('pinned-young');
    await Promise.all([approve(old), approve(young)]);
    expect(await buildsOf(old)).to.deep.equal(['v1']);
    expect(await buildsOf(young)).to.deep.equal(['v2']);
  });

  it('moves an execution that may upgrade to the build that becomes the current one', async () => {
    await worker('v3', 'auto-upgrade');
    await deploy('v3');
    const old = await start('moving');
    await hasStatus(old, 'in-review');
    await worker('v4', 'auto-upgrade');
    await deploy('v4');
    await approve(old);
    expect(await buildsOf(old)).to.deep.equal(['v3', 'v4']);
  });

  it('gives a build a share of the new executions', async () => {
    await worker('v5', 'pinned');
    await deploy('v5', 100);
    const young = await start('ramped');
    await approve(young);
    expect(await buildsOf(young)).to.deep.equal(['v5']);
  });
});
