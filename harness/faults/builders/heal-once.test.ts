import { expect } from 'chai';
import { healedUnless, healOnce } from './heal-once.ts';

const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => null).catch((e: unknown) => e);

describe('healedUnless', () => {
  it('gives the injection where the step is done, and leaves it in force', async () => {
    let healed = 0;
    const injection = healOnce(async () => void (healed += 1));
    expect(await healedUnless(async () => undefined, injection)).to.equal(injection);
    expect(healed).to.equal(0);
  });

  it('heals where the step fails, and throws what the step threw', async () => {
    let healed = 0;
    const late = new Error('late');
    const injection = healOnce(async () => void (healed += 1));
    expect(await failure(healedUnless(() => Promise.reject(late), injection))).to.equal(late);
    expect(healed).to.equal(1);
  });

  it('throws both where the healing fails as well', async () => {
    const injection = healOnce(() => Promise.reject(new Error('stuck')));
    const error = await failure(healedUnless(() => Promise.reject(new Error('late')), injection));
    expect((error as AggregateError).errors.map((one: Error) => one.message)).to.deep.equal(['late', 'stuck']);
  });
});

describe('healOnce', () => {
  it('heals once for all callers, and again only if that failed', async () => {
    let tries = 0;
    const injection = healOnce(async () => {
      tries += 1;
      if (tries === 1) throw new Error('away');
    });
    const first = Promise.resolve(injection[Symbol.asyncDispose]());
    expect(String(await failure(first))).to.contain('away');
    await Promise.all([injection[Symbol.asyncDispose](), injection[Symbol.asyncDispose]()]);
    await injection[Symbol.asyncDispose]();
    expect(tries).to.equal(2);
  });
});
