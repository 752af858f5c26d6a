import { expect } from 'chai';
import type { Engine } from '../engine/find-engine.ts';
import { RUN_LABEL } from '../engine/labelled.ts';
import { undoContainers } from './undo-containers.ts';

const Labels = { [RUN_LABEL]: 'r' };

function refused(statusCode: number): Error {
  return Object.assign(new Error('network r_workers has active endpoints'), { statusCode });
}

/** An engine with a container that somebody is removing, and its network, which goes only after it. */
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
  it('tries again what can not be removed yet, since somebody is still removing what is in it', async () => {
    const { engine, removed } = busyEngine(2);
    await undoContainers('r', { engine });
    expect(removed).to.deep.equal(['network']);
  });

  it('throws where something is left at the end', async () => {
    const error = await undoContainers('r', { ...busyEngine(1000), limitMs: 1 }).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'CHAOS_FAULT_FAILED' });
  });
});
