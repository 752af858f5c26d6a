import type { Client } from '@temporalio/client';
import { expect } from 'chai';
import type { ApiConfig } from '../config.ts';
import { type Accepted, TemporalDocuments } from './document-service.ts';
import { Problem } from './problem.ts';

interface Signal {
  readonly requestId: string;
  readonly header: unknown;
}

/** Temporal as far as reviews need it: it takes a signal of a request id once, and shows it after some reads. */
function temporal({ buffered }: { readonly buffered: number }): { readonly client: Client; readonly taken: Signal[] } {
  const taken: Signal[] = [];
  let hidden = buffered;
  const workflowService = {
    getWorkflowExecutionHistory: async () => {
      const isShown = taken.length > 0 && hidden-- <= 0;
      const events = taken.map(({ header }) => ({ workflowExecutionSignaledEventAttributes: { header } }));
      return Promise.resolve({ history: { events: isShown ? events : [] }, nextPageToken: new Uint8Array() });
    },
    signalWorkflowExecution: async (signal: Signal) => {
      if (!taken.some(({ requestId }) => requestId === signal.requestId)) taken.push(signal);
      return Promise.resolve({});
    },
  };
  const client: unknown = {
    options: { namespace: 'default', identity: 'a test' },
    withDeadline: async (_: number, call: () => Promise<unknown>) => call(),
    workflowService,
  };
  return { client: client as Client, taken };
}

const approved = { decision: 'approved', reviewer: 'grace' } as const;
const rejected = { decision: 'rejected', reviewer: 'grace' } as const;

describe('a review', () => {
  const serviceOf = (client: Client, limitMs: number): TemporalDocuments =>
    new TemporalDocuments({
      client,
      rows: { find: async () => Promise.resolve(null) },
      config: { TEMPORAL_CALL_LIMIT_MS: limitMs } as ApiConfig,
      queryLimitMs: 100,
    });
  const outcome = async (call: Promise<Accepted>): Promise<number> =>
    call.then(
      () => 202,
      (error: unknown) => (error instanceof Problem ? error.status : expect.fail(String(error))),
    );

  for (const buffered of [0, 3]) {
    it(`is taken once where another one comes with its key at the same time, shown after ${buffered} reads`, async () => {
      const { client, taken } = temporal({ buffered });
      const service = serviceOf(client, 5000);
      const both = [service.review('d', approved, 'key'), service.review('d', rejected, 'key')].map(outcome);
      expect(await Promise.all(both)).to.deep.equal([202, 422]);
      expect(taken).to.have.length(1);
    });
  }

  it('is sent again with its key if the event history does not show it in time', async () => {
    const { client, taken } = temporal({ buffered: 1_000_000 });
    const service = serviceOf(client, 80);
    const thrown: unknown = await service.review('d', approved, 'key').catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(Problem).with.property('status', 503);
    expect((thrown as Problem).headers).to.deep.equal({ 'Retry-After': '1' });
    expect(taken).to.have.length(1);
  });
});
