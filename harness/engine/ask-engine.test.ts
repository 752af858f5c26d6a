import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { askEngine, statusOf } from './ask-engine.ts';
import { says, saysNothing, startFakeEngine } from './test-support/fake-engine.ts';

async function refusal(asking: Promise<unknown>): Promise<HarnessError> {
  return asking.then(
    () => new HarnessError('CHAOS_INTERNAL', 'It was done.'),
    (error: unknown) => error as HarnessError,
  );
}

const container = (status: number) =>
  startFakeEngine({ 'POST /containers/c1/start': says({ message: `status ${status}` }, status) });

describe('askEngine', () => {
  it('gives what the engine answers', async () => {
    expect(await askEngine('count', Promise.resolve(3))).to.equal(3);
  });

  it('takes for done what the engine says is so already, and nothing else', async () => {
    for (const status of [304, 404]) {
      await using engine = await container(status);
      const start = engine.docker.getContainer('c1').start();
      expect(await askEngine('start it', start, { done: [304, 404] })).to.equal(undefined);
    }
    await using engine = await container(409);
    const { code, message } = await refusal(
      askEngine('start worker-1', engine.docker.getContainer('c1').start(), { done: [304, 404] }),
    );
    expect(code).to.equal('CHAOS_FAULT_FAILED');
    expect(message).to.match(/^Expected the engine to start worker-1, but: .*status 409.*?(?: after \d+ ms)?\. See /);
  });

  it('says that the engine has gone away where it breaks off or is not there any more', async () => {
    await using engine = await startFakeEngine({ 'POST /containers/c1/start': saysNothing });
    const started = engine.docker.getContainer('c1').start();
    await engine.die();
    for (const asking of [started, engine.docker.getContainer('c1').start()]) {
      const { code, message } = await refusal(askEngine('start worker-1', asking));
      expect(code).to.equal('CHAOS_ENGINE_LOST');
      expect(message).to.match(/^Expected the engine to start worker-1, but it has gone away \(.+\)\. Start it again/);
      expect(message).to.include('--sweep');
    }
  });

  it('waits for no answer for ever', async () => {
    const never = new Promise<void>(() => undefined);
    const { code, message } = await refusal(askEngine('start worker-1', never, { limitMs: 20 }));
    expect(code).to.equal('CHAOS_ENGINE_LOST');
    expect(message).to.match(/it has gone away \(it did not answer within 20 ms\)/);
  });
});

describe('statusOf', () => {
  it('reads the status of an answer, and none of any other error', () => {
    expect(statusOf(Object.assign(new Error('no'), { statusCode: 409 }))).to.equal(409);
    for (const other of [new Error('no'), 'no', null, undefined]) expect(statusOf(other)).to.equal(null);
  });
});
