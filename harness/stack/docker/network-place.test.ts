import { expect } from 'chai';
import type { Engine } from '../../engine/find-engine.ts';
import type { ContainerHandle } from './container-handle.ts';
import { NetworkPlace } from './network-place.ts';

const endpoint = { NetworkID: 'n-1', IPAddress: '10.64.1.2', Aliases: ['worker-1'] };

describe('the place of a container on a network', () => {
  let networks: Record<string, typeof endpoint>;
  let asked: [string, object][];
  let place: NetworkPlace;

  beforeEach(() => {
    networks = { r_workers: endpoint };
    asked = [];
    const getNetwork = (id: string) => ({
      disconnect: async (of: object) => {
        asked.push([`off ${id}`, of]);
        networks = {};
      },
      connect: async (of: object) => {
        asked.push([`on ${id}`, of]);
        networks = { r_workers: endpoint };
      },
    });
    const engine = { docker: { getNetwork } } as unknown as Engine;
    const inspect = async () => ({ Id: 'c-1', NetworkSettings: { Networks: networks } });
    place = new NetworkPlace(engine, 'r_workers', { inspect } as unknown as ContainerHandle);
  });

  it("is left and taken again by the network's id, since another network may have the same name", async () => {
    await place.leave();
    await place.leave();
    expect(await place.attached()).to.equal(false);
    await place.enter();
    await place.enter();
    const EndpointConfig = { Aliases: ['worker-1'], IPAMConfig: { IPv4Address: '10.64.1.2' } };
    expect(asked).to.deep.equal([
      ['off n-1', { Container: 'c-1', Force: true }],
      ['on n-1', { Container: 'c-1', EndpointConfig }],
    ]);
  });
});
