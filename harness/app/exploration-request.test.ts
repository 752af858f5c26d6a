import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { actions } from '../actions/index.ts';
import { HarnessError } from '../errors.ts';
import { workerOom } from '../faults/worker-oom.ts';
import { makeExplorationRequest } from './exploration-request.ts';

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
      chosen: ['crash', 'lose-answer'],
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
});
