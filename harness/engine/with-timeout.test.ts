import { expect } from 'chai';
import { askEngine } from './ask-engine.ts';
import { withTimeout } from './with-timeout.ts';

describe('an answer that must come in time', () => {
  const failure = async (answer: Promise<unknown>): Promise<unknown> => answer.catch((thrown: unknown) => thrown);

  it('is given up at its limit, so that an engine that hangs holds nobody up for ever', async () => {
    const silent = new Promise<never>(() => undefined);
    const error = await failure(askEngine('list its containers', withTimeout(silent, 5)));
    expect(error).to.include({ code: 'CHAOS_ENGINE_LOST' });
    expect(String(error)).to.include('did not answer within 5 ms');
  });

  it('is passed on as it came', async () => {
    expect(await withTimeout(Promise.resolve(7), 1000)).to.equal(7);
    expect(await failure(withTimeout(Promise.reject(new Error('no')), 1000))).to.have.property('message', 'no');
  });
});
