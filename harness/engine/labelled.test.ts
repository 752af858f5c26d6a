import { expect } from 'chai';
import { labelledObjects, removeLabelled } from './labelled.ts';
import { type Answer, says, startFakeEngine } from './test-support/fake-engine.ts';

const run = { 'durable-chaos.run': 'r1', 'durable-chaos.owner': '12@110' };
const lists = {
  'GET /containers/json': says([{ Id: 'c1', Names: ['/r1-worker-1-1'], Labels: run }]),
  'GET /networks': says([{ Id: 'n1', Name: 'r1_workers', Labels: run }]),
  'GET /volumes': says({ Volumes: [{ Name: 'r1_ledger', Labels: { 'durable-chaos.run': 'r1' } }], Warnings: null }),
};
const removals = {
  'DELETE /containers/c1': says({}, 204),
  'DELETE /networks/n1': says({}, 204),
  'DELETE /volumes/r1_ledger': says({}, 204),
};

describe('labelledObjects', () => {
  it('lists containers, networks and volumes, with run and owner', async () => {
    await using engine = await startFakeEngine(lists);
    expect(await labelledObjects(engine)).to.deep.equal([
      { sort: 'container', id: 'c1', name: 'r1-worker-1-1', runId: 'r1', owner: '12@110' },
      { sort: 'network', id: 'n1', name: 'r1_workers', runId: 'r1', owner: '12@110' },
      { sort: 'volume', id: 'r1_ledger', name: 'r1_ledger', runId: 'r1', owner: '' },
    ]);
  });

  it('asks for the label of the run, and for paused and ended containers too', async () => {
    const asked: URL[] = [];
    const heed: Answer = (url, response) => {
      asked.push(url);
      says([])(url, response);
    };
    await using engine = await startFakeEngine({
      'GET /containers/json': heed,
      'GET /networks': heed,
      // As an engine answers that has none.
      'GET /volumes': says({ Volumes: null, Warnings: null }),
    });
    expect(await labelledObjects(engine, 'r1')).to.deep.equal([]);
    for (const { searchParams } of asked) {
      expect(searchParams.get('filters')).to.equal('{"label":["durable-chaos.run=r1"]}');
    }
    const containers = asked.find(({ pathname }) => pathname === '/containers/json');
    expect(containers?.searchParams.get('all')).to.match(/^(1|true)$/);
  });

  it('ignores objects without the label, even if an engine lists them', async () => {
    const strangers = [{ Id: 'c2', Names: ['/r1-worker-2-1'], Labels: {} }];
    const ofAnother = [{ Id: 'n2', Name: 'r1_backend', Labels: { 'durable-chaos.run': 'r2' } }];
    await using engine = await startFakeEngine({
      'GET /containers/json': says(strangers),
      'GET /networks': says(ofAnother),
      'GET /volumes': says({ Volumes: [{ Name: 'r1_ledger', Labels: null }] }),
    });
    expect(await labelledObjects(engine, 'r1')).to.deep.equal([]);
    expect(await removeLabelled(engine, 'r1')).to.equal(0);
    expect(engine.asked.filter((what) => !what.startsWith('GET '))).to.deep.equal([]);
  });
});

describe('removeLabelled', () => {
  it('removes containers, then networks, then volumes', async () => {
    await using engine = await startFakeEngine({ ...lists, ...removals });
    expect(await removeLabelled(engine, 'r1')).to.equal(3);
    expect(engine.asked.filter((what) => what.startsWith('DELETE '))).to.deep.equal(Object.keys(removals));
  });

  it('does not mind an object that another process is removing or has removed', async () => {
    const busy = { 'DELETE /containers/c1': says({ message: 'removal is in progress' }, 409) };
    const gone = { 'DELETE /networks/n1': says({ message: 'no such network' }, 404) };
    await using engine = await startFakeEngine({ ...lists, ...removals, ...busy, ...gone });
    expect(await removeLabelled(engine, 'r1')).to.equal(3);
  });

  it('says what it may not remove', async () => {
    const inUse = { 'DELETE /networks/n1': says({ message: 'network has active endpoints' }, 403) };
    await using engine = await startFakeEngine({ ...lists, ...removals, ...inUse });
    const error = await removeLabelled(engine, 'r1').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(String(error)).to.include('remove the network r1_workers').and.to.include('active endpoints');
  });
});
