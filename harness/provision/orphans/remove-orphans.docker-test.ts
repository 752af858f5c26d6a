import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { thisProcess } from '../../processes/process-identity.ts';
import { imageTag } from '../images/image-specs.ts';
import { findRemains, removeOrphans } from './remove-orphans.ts';

describe('sweep, on a real engine', () => {
  const engine = new Docker();
  const unique = randomBytes(4).toString('hex');
  const runs = { dead: `dead-${unique}`, live: `live-${unique}`, unclear: `unclear-${unique}` };
  const { pid, startTime } = thisProcess();
  const owners = { dead: `${pid}@1`, live: `${pid}@${encodeURIComponent(startTime)}` };
  let folder = '';

  const labels = (runId: string, owner?: string): Record<string, string> => ({
    'durable-chaos.run': runId,
    ...(owner === undefined ? {} : { 'durable-chaos.owner': owner }),
  });
  const names = {
    dead: `durable-chaos-${runs.dead}-worker-1-1`,
    live: `durable-chaos-${runs.live}-worker-1-1`,
    unclear: `durable-chaos-${runs.unclear}-worker-1-1`,
    stranger: `durable-chaos-${runs.dead}-worker-2-1`,
  };
  const create = async (name: string, Labels: Record<string, string>, network?: string): Promise<Docker.Container> => {
    const place = network === undefined ? {} : { HostConfig: { NetworkMode: network } };
    const program = { Image: imageTag('toxiproxy'), Entrypoint: ['sleep'], Cmd: ['300'] };
    return engine.createContainer({ name, Labels, ...program, ...place });
  };
  const thereAre = async (): Promise<readonly string[]> => {
    const filters = { name: [unique] };
    const containers = await engine.listContainers({ all: true, filters });
    const networks = await engine.listNetworks({ filters });
    const { Volumes } = await engine.listVolumes({ filters });
    const named = containers.flatMap(({ Names }) => Names.map((name) => name.slice(1)));
    return [...named, ...networks.map(({ Name }) => Name), ...(Volumes ?? []).map(({ Name }) => Name)].toSorted();
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
    await engine.createNetwork({ Name: `${names.dead}-net`, Labels: labels(runs.dead, owners.dead) });
    await engine.createVolume({ Name: `${names.dead}-vol`, Labels: labels(runs.dead, owners.dead) });
    const dead = await create(names.dead, labels(runs.dead, owners.dead), `${names.dead}-net`);
    await dead.start();
    await dead.pause();
    await create(names.live, labels(runs.live, owners.live));
    await create(names.unclear, labels(runs.unclear));
    await create(names.stranger, {});
    await engine.createVolume({ Name: `${names.stranger}-vol`, Labels: {} });
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    const left = await engine.listContainers({ all: true, filters: { name: [unique] } });
    await Promise.all(left.map(async ({ Id }) => engine.getContainer(Id).remove({ force: true })));
    const networks = await engine.listNetworks({ filters: { name: [unique] } });
    await Promise.all(networks.map(async ({ Id }) => engine.getNetwork(Id).remove()));
    const { Volumes } = await engine.listVolumes({ filters: { name: [unique] } });
    await Promise.all((Volumes ?? []).map(async ({ Name }) => engine.getVolume(Name).remove()));
  });

  it('shows what the engine has of a dead run, of a live one and of one of no known owner', async () => {
    const before = await thereAre();
    const { dead, live, unclear, notAsked } = await findRemains(folder);
    expect(notAsked).to.equal(null);
    const ours = [...dead, ...live, ...unclear].filter(({ runId }) => runId.endsWith(unique));
    expect(ours.map(({ runId, objects }) => ({ runId, objects: [...objects].toSorted() }))).to.deep.equal([
      {
        runId: runs.dead,
        objects: [`container ${names.dead}`, `network ${names.dead}-net`, `volume ${names.dead}-vol`],
      },
      { runId: runs.live, objects: [`container ${names.live}`] },
      { runId: runs.unclear, objects: [`container ${names.unclear}`] },
    ]);
    expect(dead.map(({ runId }) => runId)).to.include(runs.dead);
    expect(live.map(({ runId }) => runId)).to.include(runs.live);
    expect(unclear.map(({ runId }) => runId)).to.include(runs.unclear);
    expect(await thereAre(), 'looking touches nothing').to.deep.equal(before);
  });

  it("removes what the dead run left, and nothing of others: not even a stranger's that is named like ours", async () => {
    const { failures, dead } = await removeOrphans(folder, (runId) => runId.endsWith(unique));
    expect(failures).to.deep.equal([]);
    expect(dead.map(({ runId }) => runId)).to.deep.equal([runs.dead]);
    const spared = [names.live, names.unclear, names.stranger, `${names.stranger}-vol`];
    expect(await thereAre()).to.deep.equal(spared.toSorted());
  });
});
