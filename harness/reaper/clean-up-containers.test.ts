import { expect } from 'chai';
import type { Engine } from '../engine/find-engine.ts';
import { RUN_LABEL } from '../engine/labelled.ts';
import { type Answer, says, startFakeEngine } from '../engine/test-support/fake-engine.ts';
import { cleanUpContainers } from './clean-up-containers.ts';

const Labels = { [RUN_LABEL]: 'r' };

function refused(statusCode: number): Error {
  return Object.assign(new Error('network r_workers has active endpoints'), { statusCode });
}

/** An engine with a container that another process is removing, and its network, which goes only after it. */
function busyEngine(looksUntilGone: number): { readonly engine: Pick<Engine, 'docker'>; readonly removed: string[] } {
  const removed: string[] = [];
  let looks = 0;
  const gone = (): boolean => looks > looksUntilGone;
  const docker = {
    listContainers: async () => {
      looks += 1;
      return gone() ? [] : [{ Id: 'c', Names: ['/c'], Labels }];
    },
    listNetworks: async () => (removed.includes('network') ? [] : [{ Id: 'n', Name: 'n', Labels }]),
    listVolumes: async () => ({ Volumes: [] }),
    getContainer: () => ({ remove: async () => Promise.reject(refused(409)) }),
    getNetwork: () => ({
      remove: async () => (gone() ? void removed.push('network') : Promise.reject(refused(403))),
    }),
  };
  return { engine: { docker } as unknown as Pick<Engine, 'docker'>, removed };
}

describe('the undoing of containers', () => {
  it('tries again to remove a network while another process is still removing a container in it', async () => {
    const { engine, removed } = busyEngine(2);
    await cleanUpContainers('r', { engine });
    expect(removed).to.deep.equal(['network']);
  });

  it('throws where something is left at the end', async () => {
    const error = await cleanUpContainers('r', { ...busyEngine(1000), limitMs: 1 }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'CHAOS_FAULT_FAILED' });
  });

  it('looks until there is nothing twice in a row: an earlier request may still take effect', async () => {
    const one = (id: string): Answer => says([{ Id: id, Names: [`/${id}`], Labels }]);
    const looks = [one('c1'), says([]), one('c2'), says([]), says([])];
    const removed = says({}, 204);
    await using engine = await startFakeEngine({
      'GET /containers/json': (url, response) => (looks.shift() ?? one('c3'))(url, response),
      'GET /networks': says([]),
      'GET /volumes': says({ Volumes: null }),
      'DELETE /containers/c1': removed,
      'DELETE /containers/c2': removed,
    });
    await cleanUpContainers('r', { engine });
    expect(engine.asked.filter((what) => what.startsWith('DELETE '))).to.deep.equal([
      'DELETE /containers/c1',
      'DELETE /containers/c2',
    ]);
    expect(looks).to.deep.equal([]);
  });

  it('waits for an engine that is being started again, and says so where none answers', async () => {
    const host = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'unix:///nonexistent.sock';
    const startMs = performance.now();
    const error = await cleanUpContainers('r', { limitMs: 200 }).catch((thrown: unknown) => thrown);
    if (host === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = host;
    expect(error).to.include({ code: 'CHAOS_ENGINE_MISSING' });
    expect(performance.now() - startMs).to.be.greaterThan(199);
  });
});
