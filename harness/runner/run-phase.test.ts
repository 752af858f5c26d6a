import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { entriesOf } from '../model/journal.ts';
import { elapse } from '../wait.ts';
import { phaseRunner } from './run-phase.ts';
import { fakeContext } from './test-support/fake-context.ts';

const aborted = AbortSignal.abort(new HarnessError('CHAOS_INTERRUPTED', 'Expected no interruption.'));

/** What the journal says of one phase with this body. */
async function journalled(body: (signal: AbortSignal) => Promise<void>, signal?: AbortSignal): Promise<unknown> {
  const hooks = { phase: <T>(_: string, run: () => Promise<T>) => run() };
  const { parts, journal } = fakeContext({ parts: { hooks, ...(signal === undefined ? {} : { signal }) } });
  await phaseRunner(parts)
    .run('baseline', 20, body)
    .catch(() => undefined);
  return entriesOf(journal.entries(), 'phase').map(({ phase, state, outcome }) => [phase, state, outcome]);
}

describe('a phase', () => {
  const begin = ['baseline', 'begin', undefined];
  const untilAborted = (signal: AbortSignal): Promise<void> =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  it('begins and ends once in the journal, for every result', async () => {
    expect(await journalled(() => Promise.resolve())).to.deep.equal([begin, ['baseline', 'end', 'ok']]);
    const failed = (): Promise<void> => Promise.reject(new Error('broken'));
    expect(await journalled(failed)).to.deep.equal([begin, ['baseline', 'end', 'error']]);
    expect(await journalled(untilAborted), 'at its limit').to.deep.equal([begin, ['baseline', 'end', 'error']]);
    const end = ['baseline', 'end', 'aborted'];
    expect(await journalled(failed, aborted)).to.deep.equal([begin, end]);
  });

  it('does not end at once where its limit is longer than a timer takes', async () => {
    const hooks = { phase: <T>(_: string, run: () => Promise<T>) => run() };
    const { parts } = fakeContext({ parts: { hooks } });
    const body = (signal: AbortSignal): Promise<boolean> => elapse(20, signal).then(() => signal.aborted);
    expect(await phaseRunner(parts).run('injection', 3e9, body)).to.equal(false);
  });
});
