import { expect } from 'chai';
import { Hono } from 'hono';
import { limitRate } from './limit-rate.ts';

describe('limitRate', () => {
  it('fills a bucket again by the second, and never beyond its size', async () => {
    let nowMs = 0;
    const app = new Hono().use(limitRate(2, () => nowMs)).get('/', (context) => context.text('ok'));
    app.onError((_error, context) => context.text('no', 429));
    const statuses = async (count: number): Promise<number[]> => {
      const answers: number[] = [];
      while (answers.length < count) answers.push((await app.request('/')).status);
      return answers;
    };
    expect(await statuses(3)).to.deep.equal([200, 200, 429]);
    nowMs = 500;
    expect(await statuses(2)).to.deep.equal([200, 429]);
    nowMs = 60_000;
    expect(await statuses(3)).to.deep.equal([200, 200, 429]);
  });
});
