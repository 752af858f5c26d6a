import { expect } from 'chai';
import { RUN_LABEL } from '../../engine/labelled.ts';
import { type Answer, says, startFakeEngine } from '../../engine/test-support/fake-engine.ts';
import { HarnessError } from '../../errors.ts';
import type { DockerContext } from './docker-context.ts';
import { takeDownContainers } from './take-down-containers.ts';

const IN_USE = 'network r_backend has active endpoints';
const nothing = { [Symbol.asyncDispose]: async () => undefined };

/** Takes down a run of which compose left a network that the engine took for used. */
async function takeDown(removals: readonly Answer[], compose: string, limitMs = 5000): Promise<unknown> {
  const answers = [...removals];
  const network = { Id: 'n', Name: 'r_backend', Labels: { [RUN_LABEL]: 'r' } };
  let isThere = true;
  await using engine = await startFakeEngine({
    'GET /containers/json': says([]),
    'GET /networks': (url, response) => says(isThere ? [network] : [])(url, response),
    'GET /volumes': says({ Volumes: null }),
    'DELETE /networks/n': (url, response) => {
      const refusal = answers.shift();
      isThere = refusal !== undefined;
      (refusal ?? says({}, 204))(url, response);
    },
  });
  const reaper = { pid: process.pid, ...nothing };
  const context = { runId: 'r', engine, reaper, folder: '/nowhere/run' } as unknown as DockerContext;
  const refused = new HarnessError('CHAOS_STACK_NOT_READY', compose);
  return await takeDownContainers({
    context,
    components: [],
    gateway: null,
    watching: nothing,
    events: { lost: new AbortController().signal, ...nothing },
    project: { down: async () => Promise.reject(refused), cutShort: false },
    rows: null,
    limitMs,
  }).catch((error: unknown) => error);
}

const inUse = says({ message: IN_USE }, 403);

describe('the take-down of containers', () => {
  it('waits for an engine that takes a network for used a moment longer than compose', async () => {
    expect(await takeDown([inUse, inUse], `failed to remove network: ${IN_USE}`)).to.equal(undefined);
  });

  it('names the network that the engine never lets go, and does not call that engine gone', async () => {
    const error = await takeDown(Array<Answer>(100).fill(inUse), `failed to remove network: ${IN_USE}`, 1);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(String(error)).to.include('remove the network r_backend').and.to.include('active endpoints');
  });

  it('fails by any other error of compose, even if nothing is left', async () => {
    expect(await takeDown([], 'no such project')).to.have.property('code', 'CHAOS_STACK_NOT_READY');
  });
});
