import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { actions } from '../actions/index.ts';
import { HarnessError } from '../errors.ts';
import { workerOom } from '../faults/worker-oom.ts';
import { makeExplorationRequest } from './exploration-request.ts';
import type { ExploreOptions } from './explore-options.ts';

async function refusalOf(own: Parameters<typeof makeExplorationRequest>[1]): Promise<HarnessError> {
  const thrown: unknown = await makeExplorationRequest('greeting', own).catch((error: unknown) => error);
  return thrown instanceof HarnessError ? thrown : expect.fail('Expected it to be refused.');
}

describe('makeExplorationRequest', () => {
  it('decides what the options leave open', async () => {
    const {
      actions: chosen,
      cases,
      front,
      stack,
      folder,
    } = await makeExplorationRequest('greeting', { config, seed: 3 });
    expect({ chosen, cases, front, stack: stack.name }).to.deep.equal({
      chosen: ['crash', 'lose-answer', 'lose-request'],
      cases: ['greeted'],
      front: 40,
      stack: 'embedded',
    });
    expect(folder).to.match(/reports\/explorations\/greeting\/\d+-\d+-s3-/);
  });

  it('refuses an action whose fault the stack cannot carry out, before anything is started', async () => {
    const [crash] = actions;
    if (crash === undefined || crash.scope === 'call') throw new Error('Expected the action crash.');
    const starve = { ...crash, name: 'starve', fault: workerOom };
    const refused = await refusalOf({ config: { ...config, actions: [starve] }, actions: ['starve'] });
    expect(refused.code).to.equal('CHAOS_STACK_LACKS');
  });

  it('refuses a workflow and an action that there is not', async () => {
    expect((await refusalOf({ config: { ...config, explorations: {} } })).code).to.equal('CHAOS_UNKNOWN_WORKFLOW');
    expect((await refusalOf({ config, actions: ['crush'] })).message).to.include('"crash"');
  });

  const numbers: readonly [Partial<ExploreOptions> | Readonly<Record<string, unknown>>, RegExp][] = [
    [{ front: 0 }, /front must be a whole number of at least 1, but it is 0\./],
    [{ front: Number.NaN }, /front must .* NaN\./],
    [{ front: 1.5 }, /front must /],
    [{ depth: 3 }, /depth must be 1 or 2, but it is 3\./],
    [{ audit: 5 }, /audit must be a share from 0 to 1, but it is 5\./],
    [{ audit: Number.NaN }, /audit must /],
    [{ timeLimitMs: -1 }, /timeLimitMs must be milliseconds above zero, but it is -1\./],
    [{ timeLimitMs: Number.POSITIVE_INFINITY }, /timeLimitMs must /],
    [{ seed: -1 }, /seed must be a whole number of at least 0/],
  ];
  for (const [own, sentence] of numbers) {
    it(`refuses a number that is out of range: ${JSON.stringify(Object.entries(own).map(String))}`, async () => {
      const refused = await refusalOf({ config, ...own });
      expect(refused.code).to.equal('CHAOS_USAGE');
      expect(refused.message).to.match(sentence);
    });
  }

  it('interrupts by the signal of its user', async () => {
    const reason = new Error('my test timed out');
    const { signal } = await makeExplorationRequest('greeting', { config, signal: AbortSignal.abort(reason) });
    expect(signal.reason).to.include({ code: 'CHAOS_INTERRUPTED', cause: reason });
  });
});
