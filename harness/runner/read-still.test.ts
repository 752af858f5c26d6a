import { expect } from 'chai';
import { readStill } from './read-still.ts';

const options = { betweenMs: 1, limitMs: 1000, signal: new AbortController().signal };

function readings<T>(...values: readonly T[]): { readonly read: () => Promise<T>; readonly count: () => number } {
  let next = 0;
  const read = async (): Promise<T> => {
    next += 1;
    return values[Math.min(next, values.length) - 1] as T;
  };
  return { read, count: () => next };
}

describe('readStill', () => {
  it('reads twice where nothing changes', async () => {
    const still = readings({ rows: [1], state: 'a' }, { state: 'a', rows: [1] });
    expect(await readStill(still.read, options)).to.deep.equal({ rows: [1], state: 'a' });
    expect(still.count()).to.equal(2);
  });

  it('takes the content that two readings agree on, as where a row is replaced and none is added', async () => {
    const late = readings([{ status: 'published' }], [{ status: 'extracting' }], [{ status: 'extracting' }]);
    expect(await readStill(late.read, options)).to.deep.equal([{ status: 'extracting' }]);
    expect(late.count()).to.equal(3);
  });

  it('is null where no two readings agree within the limit', async () => {
    let next = 0;
    const restless = async (): Promise<number> => (next += 1);
    expect(await readStill(restless, { ...options, limitMs: 20 })).to.equal(null);
  });

  it('ends when it is aborted', async () => {
    const reason = new Error('aborted');
    const aborted = readStill(readings(1).read, { ...options, betweenMs: 60_000, signal: AbortSignal.abort(reason) });
    expect(await aborted.catch((error: unknown) => error)).to.equal(reason);
  });
});
