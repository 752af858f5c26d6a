import { ApplicationFailure } from '@temporalio/activity';
import { expect } from 'chai';
import { activityEnvironment } from '../testing/activity-environment.ts';
import { startFakeServer } from '../testing/fake-server.ts';
import { createEffectsClient, type Effect } from './effects-client.ts';

const effect: Effect = { kind: 'ocr', subject: { document: 'd', page: 1 }, payload: { language: 'en' } };
async function failureOf(url: string): Promise<Error> {
  const client = createEffectsClient({ url, timeoutMs: 200 });
  const outcome = await activityEnvironment()
    .run(() => client.apply(effect, 'k'))
    .catch((error: unknown) => error);
  expect(outcome).to.be.instanceOf(Error);
  return outcome as Error;
}

describe('createEffectsClient', () => {
  it('sends the effect under its key and says which attempt asks', async () => {
    await using server = await startFakeServer(() => ({ status: 200, body: { outcome: 'applied', receipt: 'r1' } }));
    const client = createEffectsClient({ url: server.url, timeoutMs: 1000 });
    expect(await activityEnvironment(3).run(() => client.apply(effect, 'w/ocr/1'))).to.equal('r1');
    const [request] = server.requests;
    expect(request?.url.pathname).to.equal('/effects');
    expect(request?.body).to.deep.equal(effect);
    expect(request?.headers).to.include({
      'idempotency-key': 'w/ocr/1',
      'x-workflow-id': 'w',
      'x-activity-id': '7',
      'x-activity-attempt': '3',
    });
  });

  it('sends no key header where there is no key', async () => {
    await using server = await startFakeServer(() => ({ status: 200, body: { outcome: 'applied', receipt: 'r1' } }));
    const client = createEffectsClient({ url: server.url, timeoutMs: 1000 });
    await activityEnvironment().run(() => client.apply(effect, null));
    expect(server.requests[0]?.headers).not.to.have.property('idempotency-key');
  });

  for (const [status, type] of [
    [422, 'IdempotencyConflict'],
    [400, 'EffectRefused'],
  ] as const) {
    it(`fails for good with ${type} on ${status}`, async () => {
      await using server = await startFakeServer(() => ({ status, body: {} }));
      const failure = await failureOf(server.url);
      expect(failure).to.be.instanceOf(ApplicationFailure).and.to.include({ type, nonRetryable: true });
    });
  }

  for (const [what, answer] of [
    ['an error of the server', { status: 503, body: {} }],
    ['a broken connection', null],
    ['an answer that is none', { status: 200, body: { outcome: 'applied' } }],
  ] as const) {
    it(`makes one request and fails so that it can be retried on ${what}`, async () => {
      await using server = await startFakeServer(() => answer);
      expect(await failureOf(server.url)).not.to.be.instanceOf(ApplicationFailure);
      expect(server.requests).to.have.length(1);
    });
  }

  it('gives up on an answer that takes too long', async () => {
    await using server = await startFakeServer(() => 'never');
    expect((await failureOf(server.url)).name).to.equal('TimeoutError');
  });
});
